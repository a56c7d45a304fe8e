package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much memory is said to be available. */
class AvailableMemoryTest {

  private static final long KILOBYTE = 1024;
  private static final long MEGABYTE = 1024 * 1024;

  @TempDir Path root;

  @AfterEach
  void putBack() {
    System.clearProperty(AvailableMemory.PROPERTY);
  }

  private void file(String name, String... lines) throws IOException {
    final Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, java.util.List.of(lines));
  }

  private static OperatingSystemMXBean machine(long total, long free) {
    return (OperatingSystemMXBean)
        Proxy.newProxyInstance(
            AvailableMemoryTest.class.getClassLoader(),
            new Class<?>[] {OperatingSystemMXBean.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getTotalMemorySize" -> total;
                  case "getFreeMemorySize" -> free;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @Test
  void theLeastOfMachineContainerAndAddressSpaceCounts() throws IOException {
    assertEquals(7, AvailableMemory.linux(machine(100, 7), root)); // an odd kernel
    file("proc/meminfo", "MemTotal:  1000 kB", "MemFree:  1 kB", "MemAvailable:  800 kB");
    assertEquals(800 * KILOBYTE, AvailableMemory.linux(machine(1000 * KILOBYTE, 1), root));
    file("proc/self/limits", "Max address space     unlimited    unlimited    bytes");
    final OperatingSystemMXBean container = machine(500 * KILOBYTE, 100 * KILOBYTE);
    assertEquals(100 * KILOBYTE, AvailableMemory.linux(container, root));
    // Cached files can go.
    file("sys/fs/cgroup/memory.stat", "anon 5", "inactive_file 3072");
    assertEquals(103 * KILOBYTE, AvailableMemory.linux(container, root));
    file("sys/fs/cgroup/memory/memory.stat", "total_inactive_file 9216");
    assertEquals(109 * KILOBYTE, AvailableMemory.linux(container, root));
    file("proc/self/limits", "Max address space     102400    unlimited    bytes");
    file("proc/self/status", "VmPeak:  90 kB", "VmSize:  60 kB");
    assertEquals(20 * KILOBYTE, AvailableMemory.linux(container, root));
  }

  @Test
  void aPropertyLimitsAllWorkTogether() {
    System.setProperty(AvailableMemory.PROPERTY, "1000");
    assertEquals(1000 * MEGABYTE, AvailableMemory.bytes());
    final AvailableMemory.Use use = AvailableMemory.use(300 * MEGABYTE);
    try (use) {
      assertEquals(700 * MEGABYTE, AvailableMemory.bytes());
    }
    assertEquals(1000 * MEGABYTE, AvailableMemory.bytes());
    System.setProperty(AvailableMemory.PROPERTY, "much");
    assertEquals(
        "Property 'duosegnet.memory' is 'much'; give a number of megabytes.",
        assertThrows(IllegalArgumentException.class, AvailableMemory::bytes).getMessage());
  }

  @Test
  void thisMachineHasSome() {
    assertTrue(AvailableMemory.bytes() > 100 * MEGABYTE);
  }

  /** A training that was canceled before it took anything leaves nothing to a later one. */
  @Test
  void whatEarlierWorkHasLeftCountsAsFarAsItIsHeld() throws IOException {
    assertEquals(0, AvailableMemory.reusable(3500, 0, 0));
    assertEquals(600, AvailableMemory.reusable(3500, 0, 600));
    assertEquals(3500, AvailableMemory.reusable(3500, 0, 5000));
    assertEquals(0, AvailableMemory.reusable(3500, 3500, 5000));
    assertEquals(0, AvailableMemory.reusable(3500, 1000, 700), "still being taken");
    assertEquals(2500, AvailableMemory.reusable(3500, 1000, Long.MAX_VALUE));
    file("proc/self/status", "VmSize: 9000000000 kB", "VmRSS: 8000000000 kB");
    assertEquals(
        8_000_000_000L * KILOBYTE - Runtime.getRuntime().totalMemory(),
        AvailableMemory.held(root),
        64.0 * MEGABYTE);
    assertEquals(Long.MAX_VALUE, AvailableMemory.held(root.resolve("none")));
  }
}
