// Reads how many tests passed, failed and were skipped out of what each runner leaves behind.

const number = (text, pattern) => Number(text.match(pattern)?.[1] ?? 0);

/** From GoogleTest's own summary. A run that died before the summary counts as a failure. */
export function googleTestCounts(output, exitCode) {
  const finished = /^\[=+\] \d+ tests? from \d+ test suites? ran/m.test(output);
  const counts = {
    passed: number(output, /^\[ {2}PASSED {2}\] (\d+) tests?/m),
    failed: number(output, /^\[ {2}FAILED {2}\] (\d+) tests?,/m),
    skipped: number(output, /^\[ {2}SKIPPED \] (\d+) tests?,/m),
  };
  if (!finished && counts.passed === 0) counts.passed = (output.match(/^\[ {7}OK \]/gm) ?? []).length;
  return atLeastOneFailure(counts, !finished || exitCode !== 0);
}

/** From Vitest's JSON report. A file that cannot be loaded has no tests of its own, so the exit code speaks for it. */
export function vitestCounts(report, exitCode) {
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  return atLeastOneFailure(counts, exitCode !== 0);
}

/** From the end-to-end runner's {passed, failed, skipped}; unsteady are those that passed at the second try alone. */
export function endToEndCounts({ passed = 0, failed = 0, skipped = 0, unsteady = [] }, exitCode) {
  return {
    ...atLeastOneFailure({ passed, failed, skipped }, exitCode !== 0),
    unsteady: unsteady.map(({ title }) => title),
  };
}

function atLeastOneFailure(counts, wentWrong) {
  return wentWrong && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
