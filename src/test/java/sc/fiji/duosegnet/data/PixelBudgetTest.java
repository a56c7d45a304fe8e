package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;

/** What is kept of samples, and for how long. */
class PixelBudgetTest {

  /** 600 bytes of shorts, 300 of a mask. */
  private static Sample sample(PixelBudget budget, AtomicInteger opened) {
    return new SuppliedSample(
        "a",
        () -> {
          opened.incrementAndGet();
          return ArrayImgs.unsignedShorts(20, 15, 1);
        },
        () -> ArrayImgs.unsignedBytes(20, 15),
        () -> null,
        budget);
  }

  @Test
  void theOneThatWasNotUsedForLongestGoesFirst() {
    final PixelBudget budget = new PixelBudget(2000);
    final List<AtomicInteger> opened = new ArrayList<>();
    final List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      opened.add(new AtomicInteger());
      samples.add(sample(budget, opened.get(i)));
    }
    for (int i = 0; i < 3; i++) {
      samples.get(i).image();
      assertEquals(600 * (i + 1), budget.bytes());
    }
    samples.get(0).image();
    samples.get(3).image();
    assertEquals(1800, budget.bytes());
    for (final int i : new int[] {0, 2, 3}) {
      samples.get(i).image();
      assertEquals(1, opened.get(i).get(), "image " + i + " was kept");
    }
    samples.get(1).image();
    assertEquals(2, opened.get(1).get(), "image 1 was given up");
    samples.get(1).mask();
    assertEquals(1500, budget.bytes());
  }

  @Test
  void oneThatIsLargerThanAllIsKeptAlone() {
    final PixelBudget budget = new PixelBudget(100);
    final AtomicInteger opened = new AtomicInteger();
    final Sample large = sample(budget, opened);
    large.image();
    large.image();
    assertEquals(1, opened.get());
    large.mask();
    assertEquals(300, budget.bytes());
    large.image();
    assertEquals(2, opened.get());
  }
}
