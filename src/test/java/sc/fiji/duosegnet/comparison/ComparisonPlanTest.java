package sc.fiji.duosegnet.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.duosegnet.model.Method;

class ComparisonPlanTest {

  @Test
  void readsLists() {
    final ComparisonPlan plan =
        ComparisonPlan.parse("vat, Supervised U-Net ,", " 1, 0.20,.05", "-7,12");
    assertEquals(List.of(Method.VAT, Method.SUPERVISED), plan.methods());
    assertEquals(List.of(0.05, 0.2, 1.0), plan.fractions());
    assertEquals(List.of(-7L, 12L), plan.seeds());
    assertEquals(Method.SUPERVISED, plan.baseline());
  }

  @Test
  void blankAndAllStandForMethods() {
    assertEquals(
        List.of(Method.SUPERVISED, Method.DUO_SEGNET, Method.DUO_SEGNET_STRONG),
        ComparisonPlan.parse(" ", "1", "1").methods());
    final ComparisonPlan all = ComparisonPlan.parse("All", "1", "1");
    assertEquals(List.of(Method.values()), all.methods());
    assertEquals(Method.VAT, ComparisonPlan.parse("VAT,UniMatch", "1", "1").baseline());
  }

  @Test
  void oneSeedIsDoneBeforeTheNext() {
    final ComparisonPlan plan = ComparisonPlan.parse("VAT,Duo-SegNet", "1,0.5", "3,2");
    assertEquals(
        List.of(
            "vat-0.5-seed-3",
            "duo-segnet-0.5-seed-3",
            "vat-1-seed-3",
            "duo-segnet-1-seed-3",
            "vat-0.5-seed-2",
            "duo-segnet-0.5-seed-2",
            "vat-1-seed-2",
            "duo-segnet-1-seed-2"),
        plan.runs().stream().map(Run::name).toList());
  }

  @Test
  void smallFractionsHaveNoExponent() {
    assertEquals("0.0001", Run.text(1e-4));
    assertEquals("1", Run.text(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Magic | 1 | 1 | Method 'Magic' is not known; give one of: Supervised U-Net, ",
        "VAT,VAT | 1 | 1 | Input 'methods' is [VAT, VAT]; give each only once.",
        "VAT | '' | 1 | Input 'label_fractions' is empty; give at least one.",
        "VAT | 0.2,x | 1 | Input 'label_fractions' is '0.2,x'; give numbers such as 0.05,0.2,1.",
        "VAT | 0.2,0.20 | 1 | Input 'label_fractions' is [0.2, 0.2]; give each only once.",
        "VAT | 0 | 1 | Input 'label_fractions' has 0.0; give numbers above 0 and up to 1",
        "VAT | 1.1 | 1 | Input 'label_fractions' has 1.1; give numbers above 0 and up to 1",
        "VAT | NaN | 1 | Input 'label_fractions' has NaN; give numbers above 0 and up to 1",
        "VAT | 1 | 1.5 | Input 'seeds' is '1.5'; give whole numbers such as 1,2,3.",
        "VAT | 1 | ',' | Input 'seeds' is empty; give at least one."
      })
  void wrongListsAreRefused(String methods, String fractions, String seeds, String message) {
    final String told =
        assertThrows(
                IllegalArgumentException.class,
                () -> ComparisonPlan.parse(methods, fractions, seeds))
            .getMessage();
    assertTrue(told.startsWith(message), told);
  }
}
