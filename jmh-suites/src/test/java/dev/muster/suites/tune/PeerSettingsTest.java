package dev.muster.suites.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.bridge.blas.BestSettings;
import dev.muster.bridge.blas.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerSettingsTest {
  private static final Peer PEER = PeerSearch.peers().getFirst();
  private static final String MACHINE = "this machine";

  @TempDir private Path cache;
  private ChoiceStore store;

  @BeforeEach
  void searchHasStored() throws IOException {
    store = ChoiceStore.ofPeers(cache);
    store.write(
        PEER.name(),
        Choice.of(
            MACHINE,
            List.of(
                ChoiceTest.trial("", 80, 40),
                ChoiceTest.trial("fast", 160, 80),
                Trial.failed("bad", "crashed")),
            _ -> true));
  }

  private BestSettings.Answer ask(String machine, String origin) {
    return new PeerSettings(Optional.of(cache), machine).of(PEER, origin);
  }

  private static void assertUnknown(String because, BestSettings.Answer answer) {
    String reason = assertInstanceOf(BestSettings.Unknown.class, answer).reason();
    assertTrue(reason.contains(because), reason);
  }

  @Test
  void whatWasStoredIsKnownAgain() {
    assertEquals(new BestSettings.Best(Optional.of("fast"), "Some 1.fast"), ask(MACHINE, "system"));
  }

  @Test
  void asShippedIsNoSetting() throws IOException {
    store.write(PEER.name(), Choice.of(MACHINE, List.of(ChoiceTest.trial("", 80, 40)), _ -> true));
    assertEquals(new BestSettings.Best(Optional.empty(), "Some 1."), ask(MACHINE, "system"));
  }

  @Test
  void theChoiceOfAnotherMachineIsNotTrusted() {
    assertUnknown("another machine", ask("that machine", "system"));
  }

  @Test
  void theChoiceForAnotherLibraryIsNotTrusted() {
    assertUnknown("not org.bytedeco", ask(MACHINE, "org.bytedeco:openblas:1"));
  }

  @Test
  void aDamagedFileIsNotTrusted() throws IOException {
    Path file = store.file(PEER.name());
    String whole = Files.readString(file);
    for (String damaged :
        List.of("", "{}", whole.substring(0, whole.length() / 2), whole + "}", "[1]")) {
      Files.writeString(file, damaged);
      assertUnknown("damaged", ask(MACHINE, "system"));
    }
  }

  @Test
  void beforeASearchNothingIsKnown() throws IOException {
    Files.delete(store.file(PEER.name()));
    assertUnknown("nobody has searched", ask(MACHINE, "system"));
    assertUnknown("no cache folder", new PeerSettings(Optional.empty(), MACHINE).of(PEER, "x"));
  }

  @Test
  void nothingButTheChoiceIsLeftInTheFolder() throws IOException {
    try (var files = Files.list(store.folder())) {
      assertEquals(1, files.count());
    }
  }
}
