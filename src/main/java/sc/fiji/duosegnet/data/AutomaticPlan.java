package sc.fiji.duosegnet.data;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import sc.fiji.duosegnet.model.MemoryEstimate;
import sc.fiji.duosegnet.model.NetworkSettings;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * Fits settings to the images and the machine. Where an image holds few objects, what surrounds
 * them tells them apart: there the networks see whole images at reduced size, which on heart scans
 * was worth more than any other setting. Where there are many, patches hold some of them each.
 * Where the labeled images are bright on dark and some of the others dark on bright, or the
 * reverse, labeled patches and strong views are inverted at random: without, the networks find
 * nothing in those. They are not learned from: what networks first find in them is so wrong that it
 * grows worse by that. Where patches are parts of images of many objects, batch norm is frozen for
 * the second half of the run: what a patch of an unusual image looks like then no longer depends on
 * the other patches of its batch.
 *
 * @param survey the images
 * @param cores processors
 * @param memory bytes that a training may take
 * @param gpu whether a GPU does the work
 */
public record AutomaticPlan(ImageSurvey survey, int cores, long memory, boolean gpu) {

  /** Fewer objects than this in an image are found by what surrounds them. */
  private static final double FEW_OBJECTS = 3;

  /** Of a reduced image, the networks see at least so many pixels in each direction. */
  private static final int REDUCED_SIDE = 64;

  /** Smaller objects are lost in a reduced image. */
  private static final double LEAST_DIAMETER = 6;

  private static final int MOST_REDUCTION = 4;
  private static final int MOST_CONTEXT = 512;

  /** Labeled images that the preset's iterations are enough for. */
  private static final int LABELED = 50;

  private static final int MOST_ITERATIONS = 10_000;
  private static final int MANY_CORES = 16;
  private static final int LEAST_WIDTH = 8;

  /** Half of the patches, so that neither kind is preferred. */
  private static final double INVERSION = 0.5;

  /** Last part of the run; on whole images of few objects it did harm. */
  private static final double FROZEN_BATCH_NORM = 0.5;

  /**
   * Returns a plan for this machine, half of whose memory is left to others.
   *
   * @param gpu whether a GPU does the work
   */
  public static AutomaticPlan here(ImageSurvey survey, boolean gpu) {
    final long memory =
        ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine
            ? machine.getTotalMemorySize()
            : Long.MAX_VALUE; // a Java machine of another maker that does not tell
    return new AutomaticPlan(survey, Runtime.getRuntime().availableProcessors(), memory / 2, gpu);
  }

  /** Returns settings that fit; those that the images don't speak for are as they were. */
  public TrainingSettings fit(TrainingSettings start) {
    TrainingSettings settings = start.with("network.reduction", reduction());
    settings = settings.with("sampling.patch_size", patchSize(settings.network(), start));
    if (gpu || cores >= MANY_CORES) {
      settings = settings.with("network.width", 2 * settings.network().width());
    }
    final double factor = Math.sqrt(Math.max(1, (double) survey.labeled() / LABELED));
    settings =
        settings.with(
            "iterations", (int) Math.min(MOST_ITERATIONS, factor * settings.iterations()));
    return fitMemory(fitBatchNorm(fitPolarity(settings)));
  }

  /**
   * Returns settings whose batch norm is frozen for the second half of the run, or, where an image
   * holds few objects, never.
   */
  public TrainingSettings fitBatchNorm(TrainingSettings start) {
    return start.with("optimizer.frozen_batch_norm", few() ? 0 : FROZEN_BATCH_NORM);
  }

  /**
   * Returns settings with which patches are inverted if some of the unlabeled images are of a
   * polarity that no labeled one has, and with which those are not learned from if there are
   * others.
   */
  public TrainingSettings fitPolarity(TrainingSettings start) {
    final PolarityCounts polarity = survey.polarity();
    if (polarity.allUnlike() == 0) {
      return start;
    }
    return start
        .with("augmentation.inversion", INVERSION)
        .with("sampling.only_alike", polarity.allUnlike() < polarity.allUnlabeled());
  }

  private boolean few() {
    return survey.objectDiameter() > 0 && survey.objectsPerImage() < FEW_OBJECTS;
  }

  private int reduction() {
    int reduction = 1;
    while (few()
        && reduction < MOST_REDUCTION
        && survey.side() / (2 * reduction) >= REDUCED_SIDE
        && survey.objectDiameter() / (2 * reduction) >= LEAST_DIAMETER) {
      reduction *= 2;
    }
    return reduction;
  }

  private int patchSize(NetworkSettings network, TrainingSettings start) {
    final int multiple = network.sizeMultiple();
    final int wanted = few() ? Math.min(survey.side(), MOST_CONTEXT) : start.sampling().patchSize();
    final int most = Math.max(multiple, (survey.side() + multiple - 1) / multiple * multiple);
    return Math.min(most, Math.max(multiple, (wanted + multiple / 2) / multiple * multiple));
  }

  /** Halves the batch, then the width, as long as memory is short. */
  private TrainingSettings fitMemory(TrainingSettings start) {
    TrainingSettings settings = start;
    while (MemoryEstimate.training(settings) > memory && settings.sampling().labeledBatch() > 1) {
      settings =
          settings
              .with("sampling.labeled_batch", settings.sampling().labeledBatch() / 2)
              .with(
                  "sampling.unlabeled_batch",
                  Math.max(1, settings.sampling().unlabeledBatch() / 2));
    }
    while (MemoryEstimate.training(settings) > memory
        && settings.network().width() / 2 >= LEAST_WIDTH) {
      settings = settings.with("network.width", settings.network().width() / 2);
    }
    return settings;
  }

  /** Says in one sentence what was chosen and why, with the names that change it. */
  public String text(TrainingSettings chosen) {
    return String.format(
        Locale.ROOT,
        "%s: patch_size=%d, network.reduction=%d, width=%d, batch_size=%d, iterations=%d%s%s.",
        reason(),
        chosen.sampling().patchSize(),
        chosen.network().reduction(),
        chosen.network().width(),
        chosen.sampling().labeledBatch(),
        chosen.iterations(),
        chosen.optimizer().frozenBatchNorm() > 0
            ? ", optimizer.frozen_batch_norm=" + chosen.optimizer().frozenBatchNorm()
            : "",
        survey.polarity().allUnlike() > 0
            ? ", augmentation.inversion="
                + chosen.augmentation().inversion()
                + ", sampling.only_alike="
                + chosen.sampling().onlyAlike()
            : "");
  }

  /** Says what was looked at to choose. */
  public String reason() {
    return String.format(
        Locale.ROOT,
        "Automatic plan for about %s of %.0f pixels in an image of %d%s%s",
        survey.objectsPerImage() < 10
            ? String.format(Locale.ROOT, "%.1f objects", survey.objectsPerImage())
            : Math.round(survey.objectsPerImage()) + " objects",
        survey.objectDiameter(),
        survey.side(),
        gpu ? ", on a GPU" : "",
        unlikeText(survey.polarity()));
  }

  private static String unlikeText(PolarityCounts polarity) {
    return polarity.allUnlike() == 0
        ? ""
        : String.format(
            Locale.ROOT,
            ", and %d of %d unlabeled images that are %s, as no labeled one is (annotate one of"
                + " them if you can, such as '%s')",
            polarity.allUnlike(),
            polarity.allUnlabeled(),
            polarity.unlike().text(),
            polarity.examples().get(polarity.unlike()));
  }
}
