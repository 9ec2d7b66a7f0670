package io.downhill.device.opencl;

import io.downhill.device.DeviceInfo;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jocl.CL;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;

/**
 * The context of one device and the programs built in it. There is one for a device in a process,
 * kept to its end, so that each program is built once. Thread-safe.
 */
final class ClContext {
  private static final Map<String, ClContext> CONTEXTS = new ConcurrentHashMap<>();

  private final ClDescription description;
  private final cl_context context;
  private final AtomicLong nanos = new AtomicLong();
  private final Map<ClProgram.Recipe, ClProgram> programs = new ConcurrentHashMap<>();

  private ClContext(ClDescription description) {
    this.description = description;
    cl_context_properties properties = new cl_context_properties();
    properties.addProperty(CL.CL_CONTEXT_PLATFORM, description.platform());
    this.context =
        ClCall.get(
            "clCreateContext",
            description.info(),
            () ->
                CL.clCreateContext(
                    properties, 1, new cl_device_id[] {description.device()}, null, null, null));
  }

  /** The context of a device, made when it is asked for first. */
  static ClContext of(ClDescription description) {
    return CONTEXTS.computeIfAbsent(description.info().id(), id -> made(description));
  }

  private static ClContext made(ClDescription description) {
    long began = System.nanoTime();
    ClContext made = new ClContext(description);
    made.nanos.addAndGet(System.nanoTime() - began);
    return made;
  }

  /** The program of this recipe, built when it is asked for first. */
  ClProgram program(ClProgram.Recipe recipe) {
    return programs.computeIfAbsent(recipe, this::built);
  }

  private ClProgram built(ClProgram.Recipe recipe) {
    long began = System.nanoTime();
    ClProgram built = ClProgram.build(this, recipe);
    nanos.addAndGet(System.nanoTime() - began);
    return built;
  }

  /** Nanoseconds that it took to make it and all programs so far. */
  long nanos() {
    return nanos.get();
  }

  ClDescription description() {
    return description;
  }

  DeviceInfo info() {
    return description.info();
  }

  cl_context context() {
    return context;
  }

  cl_device_id device() {
    return description.device();
  }
}
