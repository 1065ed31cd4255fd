import type { CheckFinding } from '../../runtime/state.ts';

/** True when a check has run and nothing failed. */
export function allPass(findings: readonly CheckFinding[] | null): boolean {
  return findings !== null && findings.length > 0 && findings.every((finding) => finding.passed);
}
