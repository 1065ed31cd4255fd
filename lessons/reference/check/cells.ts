//#cell two-answers
import {
  connectFindings,
  expectRowsSumToOne,
  settleChecks,
} from 'kit/check';
import type { CheckFinding } from 'kit/check';
import { table } from 'kit/show';
import { exp, softmaxRows } from 'kit/tensor';

const findings: CheckFinding[] = [];
connectFindings((finding) => findings.push(finding));
expectRowsSumToOne(softmaxRows, { message: 'softmaxRows' });
expectRowsSumToOne(exp, { message: 'exp' });
await settleChecks();
table(
  findings.map(({ message, passed, values }) => ({
    message,
    passed,
    row: values.row ?? null,
    sum: values.sum ?? null,
  })),
);
