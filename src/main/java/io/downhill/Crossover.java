package io.downhill;

import io.downhill.Devices.Choice;
import io.downhill.device.DeviceInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Which device {@code auto} takes: the one that is done first. A GPU takes its start, the way of X
 * to it, and the passes; Java the passes alone. Each is what earlier runs measured, or an estimate
 * that would rather leave the work to Java than send it to a GPU in vain.
 *
 * @param work that is to be done
 * @param threads of Java
 * @param java its speed
 * @param leastStart the shortest start that was measured of a GPU of this machine
 */
record Crossover(Work work, int threads, Speed java, OptionalDouble leastStart) {
  /** Seconds to start a GPU that was not measured, its runtime and programs included. */
  private static final double START = 1;

  /** Bytes a second to it from pageable memory: 1.7 to 5.0 GB/s were measured of one. */
  private static final double UPLOAD = 2e9;

  /** Bytes a second of its passes: a small one that shares the memory of its host. */
  private static final double PASSES = 50e9;

  /** But not more than so many times those of Java, for solvers have work on the host too. */
  private static final double TIMES = 4;

  /** Bytes a second that a thread of Java reads at most: 2.4 to 7.5 GB/s were measured. */
  private static final double THREAD = 7.5e9;

  /** And all of its threads together. */
  private static final double THREADS = 60e9;

  /** Memory that a device must have, as a share of what it holds: its driver takes some too. */
  private static final double ROOM = 1.1;

  /** Who lets auto choose waits so long, or for large work as long as Java would take for it. */
  private static final int GLANCE = 5;

  private static final int PATIENCE = 60;

  private static final Duration FIRST_RUN = Duration.ofSeconds(20);

  /**
   * The seconds that a GPU and Java would take.
   *
   * @param measured whether all that they were made of was
   */
  private record Seconds(double there, double java, boolean measured) {
    String origin() {
      return measured ? ", as earlier runs measured" : ", by estimate";
    }
  }

  /** Whether Java is done before any GPU would have started; then no driver is asked. */
  Optional<Choice> small() {
    double start = Math.min(START, leastStart.orElse(START));
    boolean known = leastStart.isPresent() && measuredJava().isPresent();
    return javaSeconds() >= start
        ? Optional.empty()
        : Optional.of(
            new Choice(
                "cpu",
                "done before a GPU would have started"
                    + (known ? ", as earlier runs measured" : ", by estimate")));
  }

  private double javaSeconds() {
    return work.read() / javaRate();
  }

  private double javaRate() {
    return measuredJava().orElse(Math.min(threads * THREAD, THREADS));
  }

  private OptionalDouble measuredJava() {
    return java.passes(work.kind(), work.features());
  }

  /**
   * How long to look for a GPU: five seconds, for large work as long as Java takes, or a minute.
   */
  Duration look() {
    double seconds = Math.min(javaSeconds(), PATIENCE);
    return Duration.ofSeconds(Math.max((long) seconds, GLANCE));
  }

  /** How long a GPU may be tried: the first context and kernels of its driver take their time. */
  Duration trial() {
    Duration look = look();
    return look.compareTo(FIRST_RUN) > 0 ? look : FIRST_RUN;
  }

  /**
   * The GPU or accelerator that is done first among those that are exact, have room and work; or
   * Java.
   *
   * @param devices of OpenCL
   * @param trouble why there are not more; may be empty
   * @param speeds of a device
   * @param broken why a device cannot be used, found out by trying
   */
  Choice among(
      List<DeviceInfo> devices,
      Optional<String> trouble,
      Function<DeviceInfo, Speed> speeds,
      Function<DeviceInfo, Optional<String>> broken) {
    String reason = trouble.orElse("OpenCL has no exact GPU here");
    List<DeviceInfo> fitting = new ArrayList<>();
    for (DeviceInfo device : devices) {
      if (!mayTake(device)) {
        continue;
      }
      if (work.held() * ROOM > device.memory()) {
        reason =
            format(
                "%s has %.1f GB, too little for the %.1f GB of this run",
                device, device.memory() / 1e9, work.held() / 1e9);
        continue;
      }
      fitting.add(device);
    }
    fitting.sort(Comparator.comparingDouble(device -> seconds(speeds.apply(device)).there()));
    for (DeviceInfo device : fitting) {
      Speed speed = speeds.apply(device);
      Seconds seconds = seconds(speed);
      if (seconds.there() >= seconds.java()) {
        String again = speed.equals(Speed.UNKNOWN) ? "" : again(device);
        return new Choice("cpu", whyJava(device, seconds) + again);
      }
      Optional<String> why = broken.apply(device);
      if (why.isEmpty()) {
        return new Choice(device.id(), reason(seconds));
      }
      reason = why.get();
    }
    return new Choice("cpu", reason);
  }

  /** Whether auto takes such a device: an exact one, and no processor, which Java serves better. */
  static boolean mayTake(DeviceInfo device) {
    return device.exact() && !device.kind().equals("cpu");
  }

  private String reason(Seconds seconds) {
    return work == Work.ANY
        ? "the fastest device for large work" + seconds.origin()
        : "about "
            + text(seconds.there())
            + " here, "
            + text(seconds.java())
            + " in Java"
            + seconds.origin();
  }

  private String whyJava(DeviceInfo device, Seconds seconds) {
    return (work == Work.ANY
            ? "faster than " + device + " for large work"
            : "about " + text(seconds.java()) + " here, " + text(seconds.there()) + " on " + device)
        + seconds.origin();
  }

  /** What measures a GPU anew: left to Java, it would keep what a busy machine once measured. */
  private String again(DeviceInfo device) {
    return work.kind() == Speed.Kind.GRADIENT
        ? format(
            "; `downhill bench --device %s --features %d` measures it again",
            device.id(), work.features())
        : format(
            "; training with --device %s on 256 MiB of X or more measures it again", device.id());
  }

  private Seconds seconds(Speed gpu) {
    OptionalDouble passes = gpu.passes(work.kind(), work.features());
    double there =
        gpu.start().orElse(START)
            + work.bytes() / gpu.upload().orElse(UPLOAD)
            + work.read() / passes.orElse(Math.min(PASSES, TIMES * javaRate()));
    boolean measured =
        gpu.start().isPresent()
            && gpu.upload().isPresent()
            && passes.isPresent()
            && measuredJava().isPresent();
    return new Seconds(there, javaSeconds(), measured);
  }

  private static String text(double seconds) {
    return format(seconds < 10 ? "%.1f s" : "%.0f s", seconds);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
