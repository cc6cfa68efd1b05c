/** How bad. */
export const canary = 1;

enum Severity {
  Info,
}

/** The mildest. */
export const mildest: Severity = Severity.Info;
