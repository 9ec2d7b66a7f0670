package io.downhill.device.opencl;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jocl.cl_program;

/**
 * Measures variants of the gradient's block sums (and of the margins) against the program's own
 * kernel and against scan.cl, on the first OpenCL device, and compares the bits of every pair with
 * the program's: at the shape of the plan, and at 5219 rows of values with denormals, -0 and large
 * ones. X is made on the device, so that its size is bounded by the device's memory alone. It
 * stands in the package of the OpenCL device to reach what is not public there.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * classpath="target/classes:$(cat target/classpath)"
 * javac -cp "$classpath" -d target/gpu-kernels bench/gpu-kernels/GradientVariants.java
 * java --add-modules jdk.incubator.vector -Xmx40g -cp "target/gpu-kernels:$classpath" \
 *   io.downhill.device.opencl.GradientVariants FOLDER REPORT check|time PLAN
 * </pre>
 *
 * FOLDER holds the kernels (those not there are the program's), REPORT is the file that gets a copy
 * of what is printed; check runs each variant twice, time takes the best of eight. PLAN has a line
 * a shape, "shape EXAMPLES FEATURES [1: values hard to add up | 2: values of +-1]", followed by a
 * line a variant, "FILE NAME=VALUE ...", each NAME=VALUE an option of its build; # begins a
 * comment.
 */
public final class GradientVariants {
  static ClContext context;
  static ClQueue queue;
  static ClMemory memory;
  static Path folder;
  static StringBuilder report = new StringBuilder();
  static Path outFile;

  static void say(String s) throws Exception {
    System.out.println(s);
    System.out.flush();
    report.append(s).append('\n');
    Files.writeString(outFile, report.toString());
  }

  static ClKernel kernel(String text, String options, String name, StringBuilder info)
      throws Exception {
    boolean nv =
        context.info().driver().contains("NVIDIA") || context.info().driver().contains("CUDA");
    ClProgram program =
        ClProgram.build(
            context, new ClProgram.Recipe(name, text, (nv ? "-cl-nv-verbose " : "") + options));
    if (nv && info != null) {
      Method log = ClProgram.class.getDeclaredMethod("log", ClContext.class, cl_program.class);
      log.setAccessible(true);
      Field f = ClProgram.class.getDeclaredField("program");
      f.setAccessible(true);
      String all = (String) log.invoke(null, context, f.get(program));
      boolean in = false;
      for (String line : all.split("\n")) {
        if (line.contains("Compiling entry") || line.contains("Function properties"))
          in = line.contains(name);
        if (in && (line.contains("registers") || line.contains("spill")))
          info.append(line.replaceAll("ptxas info *:", "").strip()).append("; ");
      }
    }
    return program.kernel(name);
  }

  static String text(String... files) throws Exception {
    StringBuilder b = new StringBuilder();
    for (String f : files) {
      Path p = folder.resolve(f);
      b.append(Files.exists(p) ? Files.readString(p) : ClSources.BUNDLED.text(f)).append('\n');
    }
    return b.toString();
  }

  interface Run {
    void run();
  }

  static double best(Run run, int rounds) {
    double best = 1e9;
    for (int k = 0; k <= rounds; k++) {
      long t = System.nanoTime();
      run.run();
      queue.finish();
      if (k > 0) best = Math.min(best, (System.nanoTime() - t) / 1e9);
    }
    return best;
  }

  static float[] read(ClBuffer b, long floats) {
    float[] into = new float[(int) Math.min(floats, 1 << 28)];
    queue.read(b, 0, into, into.length);
    return into;
  }

  static long wrong(float[] a, float[] b, int n, int stride, int rows) {
    long bad = 0;
    for (long r = 0; r < rows && (r + 1) * 2 * stride <= a.length; r++)
      for (int h = 0; h < 2; h++)
        for (int j = 0; j < n + 2; j++) {
          int at = (int) (r * 2 * stride + h * stride + j);
          if (Float.floatToRawIntBits(a[at]) != Float.floatToRawIntBits(b[at])
              && !(Float.isNaN(a[at]) && Float.isNaN(b[at]))) bad++;
        }
    return bad;
  }

  static void fill(ClKernel fill, ClBuffer b, long count, int seed, int hard) {
    fill.with(b, count, seed, hard);
    queue.launch(fill, Math.min((count + 127) / 128 * 128, 1 << 20), 128);
  }

  public static void main(String[] args) throws Exception {
    folder = Path.of(args[0]);
    outFile = Path.of(args[1]);
    boolean check = args[2].equals("check");
    int rounds = check ? 1 : 8;
    ClDescription d = ClRuntime.description(0);
    context = ClContext.of(d);
    queue = new ClQueue(context);
    memory = new ClMemory(context);
    say("# " + context.info() + " " + context.info().driver() + " local " + d.localMemory());
    ClKernel fill = kernel(text("util.cl"), "", "fill", null);
    ClKernel scan4 = kernel(text("util.cl"), "", "scan4", null);
    List<String> lines = Files.readAllLines(Path.of(args[3]));
    final int HM = 5219;
    ClBuffer hx = null, hy = null, hp = null;
    float[] hardWant = null;
    ClBuffer x = null, y = null, w = null, pairs = null, pairs2 = null, z = null, z2 = null;
    int m = 0, n = 0, stride = 0, blocks = 0;
    double scan = 1;
    float[] want = null, wantZ = null;
    for (String line : lines) {
      line = line.strip();
      if (line.isEmpty() || line.startsWith("#")) continue;
      if (line.startsWith("shape ")) {
        String[] f = line.split("\\s+");
        m = Integer.parseInt(f[1]);
        n = Integer.parseInt(f[2]);
        int hard = f.length > 3 ? Integer.parseInt(f[3]) : 0;
        for (ClBuffer b : new ClBuffer[] {x, y, w, pairs, pairs2, z, z2}) if (b != null) b.close();
        blocks = (m + 1023) / 1024;
        stride = (int) ClExamples.stride(n + 2L);
        long floats = (long) m * n;
        x = memory.allocate(floats + 32, "x");
        y = memory.allocate(m, "y");
        w = memory.allocate(n + 33, "w");
        pairs = memory.zeros(2L * stride * blocks, "pairs", queue);
        pairs2 = memory.zeros(2L * stride * blocks, "pairs", queue);
        z = memory.zeros(m, "z", queue);
        z2 = memory.zeros(m, "z", queue);
        fill(fill, x, floats + 32, 1, hard);
        fill(fill, y, m, 2, hard == 1 ? 0 : 2);
        fill(fill, w, n + 33, 3, 0);
        float[] ws = read(w, n + 33);
        for (int j = 0; j < ws.length; j++) ws[j] = (float) (ws[j] / 4 / Math.sqrt(n));
        try (ClBuffer staged = memory.of(ws, "w")) {
          queue.copy(staged, w, 0, ws.length);
          queue.finish();
        }
        ClBuffer X = x, Z = z;
        int M = m, N = n, B = blocks;
        ClKernel s = kernel(text("scan.cl"), "-D GROUP=128 -D RUN=8192", "scan", null);
        double t1 =
            best(
                () -> {
                  s.with(X, Z, 0L, floats);
                  queue.launch(s, (floats + 8191) / 8192 * 128, 128);
                },
                rounds);
        long pieces = floats / 4;
        double t2 =
            best(
                () -> {
                  scan4.with(X, Z, pieces);
                  queue.launch(scan4, (pieces + 4095) / 4096 * 256, 256);
                },
                rounds);
        scan = t1;
        say(
            String.format(
                Locale.ROOT,
                "== %d x %d hard %d: scan %.1f GB/s, scan4 %.1f GB/s",
                m,
                n,
                hard,
                4e-9 * floats / t1,
                4e-9 * floats / t2));
        if (!check && floats < 1L << 31) {
          try (ClBuffer copy = memory.allocate(floats, "copy")) {
            double t3 = best(() -> queue.copy(X, copy, 0, floats), rounds);
            say(String.format(Locale.ROOT, "   copy %.1f GB/s read + written", 8e-9 * floats / t3));
          }
        }
        StringBuilder info = new StringBuilder();
        ClKernel base =
            kernel(
                text("elementary.cl", "margins_wide.cl", "gradient_wide.cl"),
                "-D GROUP=128",
                "gradient",
                info);
        List<Object> a = new ArrayList<>(List.of(x, y, w, pairs, m, n, stride, 0, 0));
        double t =
            best(
                () -> {
                  base.with(a.toArray());
                  queue.launch(base, B * 128L, 128);
                },
                rounds);
        want = read(pairs, 2L * stride * blocks);
        for (ClBuffer b : new ClBuffer[] {hx, hy, hp}) if (b != null) b.close();
        hx = memory.allocate((long) HM * n + 32, "hx");
        hy = memory.allocate(HM, "hy");
        hp = memory.zeros(2L * stride * 6, "hp", queue);
        fill(fill, hx, (long) HM * n + 32, 5, 1);
        fill(fill, hy, HM, 6, 0);
        a.set(0, hx);
        a.set(1, hy);
        a.set(3, hp);
        a.set(4, HM);
        base.with(a.toArray());
        queue.launch(base, 6 * 128L, 128);
        hardWant = read(hp, 2L * stride * 6);
        int strange = 0;
        for (float v : hardWant) if (Float.isNaN(v) || Float.isInfinite(v)) strange++;
        if (strange > 0) say("   " + strange + " sums of hard data are no numbers");
        say(
            String.format(
                Locale.ROOT,
                "%-60s %8.3f ms %8.1f GB/s %5.2f  %s",
                "wide form",
                t * 1e3,
                4e-9 * floats / t,
                scan / t,
                info));
        ClKernel mk = kernel(text("elementary.cl", "margins_wide.cl"), "-D GROUP=128", "margins", null);
        ClBuffer W = w;
        t =
            best(
                () -> {
                  mk.with(X, W, Z, M, N, 0, 0);
                  queue.launch(mk, 8L * M, 128);
                },
                rounds);
        wantZ = read(z, m);
        say(
            String.format(
                Locale.ROOT,
                "%-60s %8.3f ms %8.1f GB/s %5.2f",
                "wide form, margins",
                t * 1e3,
                4e-9 * floats / t,
                scan / t));
        continue;
      }
      // A variant: FILE NAME=VALUE ..., each NAME=VALUE an option of the build, e.g. GROUP=128.
      String[] f = line.split("\\s+");
      Map<String, Integer> o = new LinkedHashMap<>();
      StringBuilder options = new StringBuilder();
      for (int k = 1; k < f.length; k++) {
        String[] kv = f[k].split("=");
        if (kv[0].startsWith("-")) {
          options.append(f[k]).append(' ');
          continue;
        }
        o.put(kv[0], Integer.parseInt(kv[1]));
        options.append("-D ").append(f[k]).append(' ');
      }
      options.append("-D N=").append(n);
      long floats = (long) m * n;
      try {
        int group = o.get("GROUP");
        StringBuilder info = new StringBuilder();
        double t;
        long bad;
        ClBuffer X = x, W = w, Z = z2;
        int M = m, N = n;
        int B = blocks;
        long began = System.nanoTime();
        if (f[0].startsWith("margin")) {
          ClKernel k = kernel(text(f[0]), options.toString(), "margins", info);
          int rowsGroup = group / (8 / o.get("PIECE")) * o.get("RI");
          queue.copy(w, z2, 0, Math.min(n, m));
          t =
              best(
                  () -> {
                    k.with(X, W, Z, M, N, 0, 0);
                    queue.launch(k, (M + rowsGroup - 1L) / rowsGroup * group, group);
                  },
                  rounds);
          float[] got = read(z2, m);
          bad = 0;
          for (int i = 0; i < got.length; i++)
            if (Float.floatToRawIntBits(got[i]) != Float.floatToRawIntBits(wantZ[i])) bad++;
          k.close();
        } else if (f[0].equals("project")) {
          // The program's own kernel, by rule or with the rows that are named, for whole blocks.
          ClTuning tuning = ClDevice.tuning(0).with(ClForm.TILE).withGroup(group).withStripes(32);
          if (o.containsKey("ROWS")) tuning = tuning.withTile(o.get("ROWS"));
          ClPlan plan = ClPlan.of(tuning, n, blocks, ClPlan.Limits.of(d));
          ClProgram.Recipe recipe = new ClRecipes(plan, ClSources.BUNDLED).passes();
          line += " (" + plan.tuning().tile() + ")";
          ClKernel k = kernel(recipe.source(), recipe.options(), "gradient", info);
          ClBuffer Y = y, P = pairs2;
          int S = stride;
          t =
              best(
                  () -> {
                    k.with(X, Y, W, P, M, S, 0, 0, 32);
                    queue.launch(k, (long) B * group, group);
                  },
                  rounds);
          bad = wrong(want, read(pairs2, 2L * stride * blocks), n, stride, blocks);
          k.with(hx, hy, W, hp, HM, S, 0, 0, 32);
          queue.launch(k, 6L * group, group);
          bad += wrong(hardWant, read(hp, 2L * stride * 6), n, stride, 6);
          k.close();
        } else {
          ClKernel k = kernel(text("elementary.cl", f[0]), options.toString(), "gradient", info);
          try (ClBuffer zeros = memory.zeros(2L * stride * blocks, "z", queue)) {
            queue.copy(zeros, pairs2, 0, 2L * stride * blocks);
            queue.finish();
          }
          ClBuffer Y = y, P = pairs2;
          int S = stride;
          t =
              best(
                  () -> {
                    k.with(X, Y, W, P, M, N, S, 0, 0);
                    queue.launch(k, (long) B * group, group);
                  },
                  rounds);
          bad = wrong(want, read(pairs2, 2L * stride * blocks), n, stride, blocks);
          try (ClBuffer zeros = memory.zeros(2L * stride * 6, "z", queue)) {
            queue.copy(zeros, hp, 0, 2L * stride * 6);
            queue.finish();
          }
          k.with(hx, hy, W, hp, HM, N, S, 0, 0);
          queue.launch(k, 6L * group, group);
          bad += wrong(hardWant, read(hp, 2L * stride * 6), n, stride, 6);
          k.close();
        }
        say(
            String.format(
                Locale.ROOT,
                "%-60s %8.3f ms %8.1f GB/s %5.2f  %s %s",
                line,
                t * 1e3,
                4e-9 * floats / t,
                scan / t,
                bad == 0 ? "same" : "DIFFERENT " + bad,
                info));
      } catch (Exception e) {
        say(
            line
                + " FAILED "
                + e.getMessage().lines().limit(12).reduce("", (p, q) -> p + " | " + q));
      }
    }
    System.exit(0);
  }
}
