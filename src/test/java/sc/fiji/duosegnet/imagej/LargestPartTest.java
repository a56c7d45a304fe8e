package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.gui.Roi;
import ij.process.ByteProcessor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;

/** The largest part of a stack, against a flood fill of its voxels. */
class LargestPartTest {

  private static final int WIDTH = 17;
  private static final int HEIGHT = 13;
  private static final int PLANE = WIDTH * HEIGHT;

  private static List<ByteProcessor> random(int seed, int planes, double share) {
    final Random random = new Random(seed);
    final List<ByteProcessor> stack = new ArrayList<>();
    for (int plane = 0; plane < planes; plane++) {
      final ByteProcessor mask = new ByteProcessor(WIDTH, HEIGHT);
      for (int i = 0; i < PLANE; i++) {
        mask.set(i, random.nextDouble() < share ? 255 : 0);
      }
      stack.add(mask);
    }
    return stack;
  }

  private static List<ObjectFinder.Found> found(List<ByteProcessor> stack) {
    final List<ObjectFinder.Found> found = new ArrayList<>();
    for (final ByteProcessor mask : stack) {
      found.add(
          new ObjectFinder(false, 0, false)
              .find(
                  found.size(),
                  ArrayImgs.unsignedBytes((byte[]) mask.getPixels(), WIDTH, HEIGHT),
                  null));
    }
    return found;
  }

  /** Voxels of the largest part: 8 neighbors within a slice, the same pixel of the next ones. */
  private static boolean[] flooded(List<ByteProcessor> stack) {
    final boolean[] seen = new boolean[stack.size() * PLANE];
    List<Integer> largest = List.of();
    for (int start = 0; start < seen.length; start++) {
      final List<Integer> part = new ArrayList<>();
      final Deque<Integer> open = new ArrayDeque<>();
      visit(stack, start % WIDTH, start / WIDTH % HEIGHT, start / PLANE, seen, open);
      while (!open.isEmpty()) {
        final int at = open.pop();
        part.add(at);
        final int x = at % WIDTH;
        final int y = at / WIDTH % HEIGHT;
        final int z = at / PLANE;
        for (int dy = -1; dy <= 1; dy++) {
          for (int dx = -1; dx <= 1; dx++) {
            visit(stack, x + dx, y + dy, z, seen, open);
          }
        }
        visit(stack, x, y, z - 1, seen, open);
        visit(stack, x, y, z + 1, seen, open);
      }
      largest = part.size() > largest.size() ? part : largest;
    }
    final boolean[] kept = new boolean[seen.length];
    largest.forEach(at -> kept[at] = true);
    return kept;
  }

  private static void visit(
      List<ByteProcessor> stack, int x, int y, int z, boolean[] seen, Deque<Integer> open) {
    if (x >= 0 && y >= 0 && z >= 0 && x < WIDTH && y < HEIGHT && z < stack.size()) {
      final int at = (z * HEIGHT + y) * WIDTH + x;
      if (stack.get(z).get(x, y) != 0 && !seen[at]) {
        seen[at] = true;
        open.push(at);
      }
    }
  }

  @Test
  void isThatOfAFloodFill() {
    int partly = 0;
    for (int seed = 0; seed < 60; seed++) {
      final List<ByteProcessor> stack = random(seed, 5, 0.08 + 0.004 * seed);
      final List<ObjectFinder.Found> all = found(stack);
      final List<ObjectFinder.Found> kept = LargestPart.of(all);
      final boolean[] wanted = flooded(stack);
      assertEquals(stack.size(), kept.size());
      for (int plane = 0; plane < kept.size(); plane++) {
        final ObjectFinder.Found found = kept.get(plane);
        final int[] pixels = new int[found.objects().size() + 1];
        for (int i = 0; i < PLANE; i++) {
          final int number = found.labels().get(i);
          assertEquals(wanted[plane * PLANE + i], number > 0, "seed " + seed + ", pixel " + i);
          pixels[number]++;
        }
        for (int i = 1; i < pixels.length; i++) {
          assertEquals(i, found.objects().get(i - 1).number());
          assertEquals(pixels[i], found.objects().get(i - 1).pixels());
          assertEquals(plane, found.objects().get(i - 1).plane());
        }
        final int before = all.get(plane).objects().size();
        partly += found.objects().size() > 1 && found.objects().size() < before ? 1 : 0;
      }
    }
    assertTrue(partly > 20, partly + " planes on which some of several objects are kept");
  }

  @Test
  void ofPartsOfOneSizeTheFirstIsKeptAndOfNothingNothing() {
    final List<ByteProcessor> stack = random(0, 3, 0);
    assertTrue(LargestPart.of(found(stack)).stream().allMatch(p -> p.objects().isEmpty()));
    for (final int plane : new int[] {0, 2}) {
      stack.get(plane).setValue(255);
      stack.get(plane).fill(new Roi(2 + plane, 3, 4, 5));
    }
    final List<ObjectFinder.Found> kept = LargestPart.of(found(stack));
    assertEquals(List.of(1, 0, 0), kept.stream().map(p -> p.objects().size()).toList());
    assertEquals(20, kept.get(0).objects().get(0).pixels());
  }
}
