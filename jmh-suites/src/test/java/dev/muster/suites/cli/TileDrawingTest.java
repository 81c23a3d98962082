package dev.muster.suites.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.kernels.problem.BadInputException;
import dev.muster.kernels.problem.MatMul;
import dev.muster.kernels.tensor.DType;
import dev.muster.offload.plan.Plan;
import java.io.IOException;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

class TileDrawingTest {
  @TempDir private Path folder;

  @Test
  void theTilesOfEachLayerCoverItsArea()
      throws IOException, ParserConfigurationException, SAXException {
    Path file = folder.resolve("tiles.svg");
    new TileDrawing(new MatMul(DType.F32, 100, 50, 30), Plan.parse("pm3,pn2,pk2;ring"), 12)
        .write(file);
    NodeList tiles =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(file.toFile())
            .getElementsByTagName("rect");
    assertEquals(12, tiles.getLength());
    double area = 0;
    for (int i = 0; i < tiles.getLength(); i++) {
      Element tile = (Element) tiles.item(i);
      area +=
          Double.parseDouble(tile.getAttribute("width"))
              * Double.parseDouble(tile.getAttribute("height"));
    }
    assertEquals(2 * 360.0 * 180.0, area, 50);
  }

  @Test
  void whatNobodyCouldSeeIsRefused() {
    TileDrawing drawing =
        new TileDrawing(new MatMul(DType.F32, 10_000, 1, 1), Plan.parse("sm9000"), 1);
    BadInputException refused =
        assertThrows(BadInputException.class, () -> drawing.write(folder.resolve("x.svg")));
    assertTrue(refused.getMessage().contains("up to 8192"), refused.getMessage());
  }
}
