package io.homeostat.processors.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The committed PTX is what the kernels compile to, and GPUs' assembler takes it. After a change of
 * a kernel: {@code mvn -pl processors test -Dtest=PtxTest -Dcuda.write=true}, where nvcc is.
 */
@Timeout(300)
class PtxTest {
  private static final Path PTX =
      Path.of("src/main/resources/io/homeostat/processors/cuda/embedding.ptx");

  /**
   * TF32 on tensor cores came with PTX 7.0; nvcc writes its own version, which old drivers refuse.
   */
  private static final String VERSION = ".version 7.0";

  @Test
  void theCommittedPtxIsWhatTheKernelsCompileTo(@TempDir Path folder) throws Exception {
    Path nvcc = tool("nvcc");
    Path made = folder.resolve("embedding.ptx");
    String architecture = "-arch=compute_80";
    run(
        List.of(
            nvcc.toString(),
            "-ptx",
            architecture,
            "--std=c++17",
            "-o",
            made.toString(),
            "src/main/cuda/embedding.cu"));
    String text =
        Files.readString(made).replaceFirst("(?m)^\\.version .*$", VERSION).replaceAll("\r", "");
    if (Boolean.getBoolean("cuda.write")) {
      Files.createDirectories(PTX.getParent());
      Files.writeString(PTX, text);
    }
    String committed = Files.readString(PTX);
    assumeTrue(
        compiler(text).equals(compiler(committed)),
        () ->
            "SKIPPED: the PTX was made by '"
                + compiler(committed)
                + "', and here is '"
                + compiler(text)
                + "'");
    assertThat(code(committed)).isEqualTo(code(text));
  }

  @Test
  void theAssemblerTakesItForEveryKindOfGpu(@TempDir Path folder) throws Exception {
    Path ptxas = tool("ptxas");
    for (String architecture : List.of("sm_80", "sm_90")) {
      run(
          List.of(
              ptxas.toString(),
              "-arch=" + architecture,
              "-o",
              folder.resolve(architecture).toString(),
              PTX.toString()));
    }
  }

  @Test
  void everyKernelThatIsLaunchedIsThere() throws IOException {
    String committed = Files.readString(PTX);
    assertThat(committed).contains(VERSION + "\n.target sm_80");
    for (String kernel : List.of("kernel_sums", "products", "inner_products")) {
      for (Precision precision : Precision.values()) {
        assertThat(committed).contains(".entry " + precision.kernel(kernel) + "(");
      }
    }
    for (String kernel :
        List.of("squares", "column_sums", "add_floats", "add_doubles", "sort_rows")) {
      assertThat(committed).contains(".entry " + kernel + "(");
    }
  }

  private static String compiler(String ptx) {
    return ptx.lines().filter(line -> line.contains("compilation tools")).findFirst().orElse("");
  }

  private static String code(String ptx) {
    return ptx.lines().filter(line -> !line.startsWith("//")).collect(Collectors.joining("\n"));
  }

  private static Path tool(String name) {
    List<Path> places = new ArrayList<>();
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      places.add(Path.of(folder, name));
    }
    try (Stream<Path> local = Files.list(Path.of("/usr/local"))) {
      local
          .filter(path -> path.getFileName().toString().startsWith("cuda"))
          .sorted()
          .forEach(path -> places.add(path.resolve("bin").resolve(name)));
    } catch (IOException e) {
      // No /usr/local: the path alone counts.
      places.add(Path.of(name));
    }
    Optional<Path> found = places.stream().filter(Files::isExecutable).findFirst();
    assumeTrue(
        found.isPresent(),
        () -> "SKIPPED: there is no " + name + " here, so the PTX is not checked");
    return found.orElseThrow();
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
        .as(String.join(" ", command))
        .isZero();
  }
}
