package dev.muster.offload.opencl;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lwjgl.opencl.CL10;
import org.lwjgl.opencl.CL11;
import org.lwjgl.opencl.CL12;
import org.lwjgl.opencl.CL20;
import org.lwjgl.opencl.CL22;

class ClErrorTest {

  /** These are no errors, but share their numbers with some. */
  private static final Set<String> BUILD_STATUS =
      Set.of("CL_BUILD_NONE", "CL_BUILD_ERROR", "CL_BUILD_IN_PROGRESS");

  @Test
  void everyErrorOfTheHeadersHasItsName() throws IllegalAccessException {
    int count = 0;
    for (Class<?> header : List.of(CL10.class, CL11.class, CL12.class, CL20.class, CL22.class)) {
      for (Field field : header.getDeclaredFields()) {
        if (field.getType() == int.class
            && field.getInt(null) < 0
            && !BUILD_STATUS.contains(field.getName())) {
          assertEquals(field.getName(), ClError.name(field.getInt(null)));
          count++;
        }
      }
    }
    assertTrue(count > 50, "only " + count);
  }

  @Test
  void aFailureNamesCallAndCode() {
    OpenClException error =
        assertThrows(OpenClException.class, () -> ClError.check("clEnqueueNDRangeKernel", -54));
    assertEquals("clEnqueueNDRangeKernel: CL_INVALID_WORK_GROUP_SIZE (-54)", error.getMessage());
    assertEquals(-54, error.code());
    assertDoesNotThrow(() -> ClError.check("clFinish", 0));
  }

  @Test
  void aBuildLogIsShortenedToTheLinesThatSpeakOfErrors() {
    assertEquals(
        "a.cl:3: error: no; b.cl:4: error: never",
        OpenClBuildException.shorten(
            "In file a.cl\n\na.cl:3: error: no\n   ^\nb.cl:4: error: never\nc.cl:5: error: x"));
    assertEquals("out of luck", OpenClBuildException.shorten("\n out of luck \n"));
    assertEquals("the driver gives no reason", OpenClBuildException.shorten(" \n"));
  }
}
