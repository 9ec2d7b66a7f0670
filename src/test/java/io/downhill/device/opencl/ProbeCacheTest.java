package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.downhill.device.CacheFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer is kept until something that it depends on changes. */
class ProbeCacheTest {
  private static final String LIBRARY = "usr/lib/x86_64-linux-gnu/libgpu.so.1";

  /** A machine with one driver. */
  @TempDir Path root;

  @BeforeEach
  void makeAMachine() throws IOException {
    write("etc/OpenCL/vendors/gpu.icd", "libgpu.so.1");
    write(LIBRARY, "code");
    write("proc/driver/nvidia/version", "535.1");
    write("proc/sys/kernel/random/boot_id", "8d5e");
    write("dev/nvidia0", "");
    write("dev/dri/renderD128", "");
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    boolean there = Files.exists(file);
    FileTime time = there ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0);
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, time); // A fact must be noticed by itself.
  }

  private String fingerprint() {
    Path icd = root.resolve("etc/OpenCL/vendors/gpu.icd");
    return CacheFile.fingerprintOf(ProbeCache.facts(root, List.of(icd)));
  }

  @Test
  void sameMachineHasTheSameFingerprint() {
    assertEquals(fingerprint(), fingerprint());
  }

  @ParameterizedTest
  @CsvSource({
    "proc/sys/kernel/random/boot_id, 77aa",
    "proc/driver/nvidia/version, 550.2",
    "etc/OpenCL/vendors/gpu.icd, libgpu.so.2",
    "dev/nvidia1, ''",
    "dev/dri/renderD129, ''",
    "dev/kfd, ''"
  })
  void newStartDriverOrGpuIsNoticed(String file, String text) throws IOException {
    String before = fingerprint();
    write(file, text);
    assertNotEquals(before, fingerprint(), file);
  }

  @ParameterizedTest
  @ValueSource(strings = {LIBRARY, "etc/OpenCL/vendors/gpu.icd"})
  void driverThatWasInstalledAnewIsNoticed(String file) throws IOException {
    String before = fingerprint();
    Files.setLastModifiedTime(root.resolve(file), FileTime.fromMillis(1000));
    assertNotEquals(before, fingerprint(), file);
  }

  @Test
  void driverThatIsNotNamedIsNoticedToo() {
    assertNotEquals(
        fingerprint(), CacheFile.fingerprintOf(ProbeCache.facts(root, List.of())), "no .icd file");
  }

  /** Each of them changes which devices a driver shows. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "RUSTICL_ENABLE",
        "OCL_ICD_VENDORS",
        "OCL_ICD_FILENAMES",
        "OPENCL_VENDOR_PATH",
        "POCL_DEVICES",
        "CUDA_VISIBLE_DEVICES",
        "ROCR_VISIBLE_DEVICES",
        "HIP_VISIBLE_DEVICES",
        "GPU_DEVICE_ORDINAL",
        "ZE_AFFINITY_MASK",
        "SYCL_DEVICE_FILTER",
        "LD_LIBRARY_PATH"
      })
  void variableThatSwitchesADriverIsAFact(String variable) {
    assertEquals(
        List.of(variable + "=1"),
        ProbeCache.switches(Map.of(variable, "1", "HOME", "/", "PS1", "$")));
  }
}
