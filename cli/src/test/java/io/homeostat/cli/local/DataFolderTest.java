package io.homeostat.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.cli.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir private Path root = Path.of("");

  @Test
  void aNewFolderIsMadeWithItsMarkerAndIsGoodFromThenOn() {
    DataFolder folder = new DataFolder(root.resolve("new"));
    assertThat(Checks.data(folder).verdict()).isEqualTo(Finding.Verdict.GOOD);

    folder.create();

    assertThat(folder.marker())
        .hasContent("# Homeostat keeps its data in this folder.\nlayout=1\n");
    assertThat(Checks.data(folder).verdict()).isEqualTo(Finding.Verdict.GOOD);
  }

  @Test
  void aFolderOfSomethingElseIsLeftAlone() throws Exception {
    Files.writeString(root.resolve("thesis.txt"), "mine");
    assertBad(new DataFolder(root), "is not Homeostat's data folder", "--data");
  }

  @Test
  void aFileInsteadOfAFolderIsToldSo() throws Exception {
    Path file = Files.writeString(root.resolve("file"), "");
    assertBad(new DataFolder(file), "is not a folder", "--data");
  }

  @Test
  void anotherLayoutIsToldWithBothVersions() throws Exception {
    Files.writeString(root.resolve("layout.properties"), "layout=7\n");
    assertBad(new DataFolder(root), "has layout '7', this Homeostat knows layout 1", "begin anew");
  }

  @Test
  void aDamagedMarkerIsToldWithTheRemedy() throws Exception {
    Files.write(root.resolve("layout.properties"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertBad(new DataFolder(root), "can't be read", "Restore it from a copy");
    Files.writeString(root.resolve("layout.properties"), "");
    assertBad(new DataFolder(root), "is damaged", "Restore it from a copy");
  }

  @Test
  void kafkasDamagedFolderIsToldWithTheRemedy() throws Exception {
    DataFolder folder = new DataFolder(root);
    folder.create();
    Files.createDirectories(folder.kafka());
    Files.writeString(folder.kafka().resolve("meta.properties"), "version=1\nnode.id=1\n");
    assertBad(folder, "it has no cluster.id", "begin anew");
    Files.move(folder.kafka().resolve("meta.properties"), folder.kafka().resolve("old"));
    assertBad(folder, "has logs but no meta.properties", "begin anew");
  }

  @Test
  void aSecondHolderIsToldTheFirstOnesProcess() {
    DataFolder folder = new DataFolder(root);
    folder.create();
    try (DataLock lock = DataLock.take(folder)) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> DataLock.take(folder))
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("already runs on " + folder.root())
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      assertThat(DataLock.holder(folder)).contains(ProcessHandle.current().pid());
    }
    assertThat(DataLock.holder(folder)).isEmpty();
  }

  @Test
  void littleDiskAndLittleMemoryAreToldWithWhatIsNeeded() {
    assertThat(Checks.disk(root, (2L << 30) - 1))
        .isEqualTo(
            Finding.bad(
                "disk",
                "2047 MiB free at "
                    + root
                    + ", 2048 MiB are needed: free some, or give a folder on another disk with --data"));
    assertThat(Checks.disk(root, 2L << 30).verdict()).isEqualTo(Finding.Verdict.GOOD);
    assertThat(Checks.memory(OptionalLong.of(1L << 30)).verdict()).isEqualTo(Finding.Verdict.BAD);
    assertThat(Checks.memory(OptionalLong.of(2L << 30)).verdict())
        .isEqualTo(Finding.Verdict.DOUBTFUL);
    assertThat(Checks.memory(OptionalLong.of(5L << 30)).verdict()).isEqualTo(Finding.Verdict.GOOD);
  }

  @Test
  void anOldJavaIsToldWithTheRemedy() {
    Finding old = Checks.java(Runtime.Version.parse("11.0.2"), Path.of("/opt/jdk-11"));
    assertThat(old.verdict()).isEqualTo(Finding.Verdict.BAD);
    assertThat(old.text()).contains("11.0.2 in /opt/jdk-11 is too old").contains("JDK 17 or later");
  }

  private static void assertBad(DataFolder folder, String... parts) {
    Finding finding = Checks.data(folder);
    assertThat(finding.verdict()).isEqualTo(Finding.Verdict.BAD);
    assertThat(finding.text()).contains(parts);
  }
}
