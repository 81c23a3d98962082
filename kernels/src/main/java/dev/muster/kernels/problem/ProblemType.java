package dev.muster.kernels.problem;

/**
 * One kind of problem, found by {@link java.util.ServiceLoader}: its name and how its text is read.
 */
public interface ProblemType {

  /** The first field of the text form, e.g. {@code matmul}. */
  String name();

  /** The form to show to someone who mistyped it, e.g. {@code matmul:f32:MxNxK}. */
  String form();

  /**
   * Reads the fields behind the name.
   *
   * @throws BadInputException naming the bad field and the legal values
   */
  Problem parse(ProblemText text);
}
