import type { TableColumn } from '../show/index.ts';

/** How the rows of `measureLatency` are labelled when they are shown as a table. */
export const latencyColumns: readonly TableColumn[] = [
  { key: 'method', label: { ar: 'الطريقة', en: 'Method' }, type: 'code' },
  { key: 'backend', label: { ar: 'محرّك الحساب', en: 'Backend' }, type: 'code' },
  { key: 'adapter', label: { ar: 'المعالج الرسومي', en: 'GPU' }, type: 'code' },
  { key: 'n', label: { ar: 'عدد القياسات', en: 'Samples' }, type: 'number', digits: 0 },
  { key: 'medianMs', label: { ar: 'الوسيط', en: 'Median' }, unit: 'ms', type: 'number', digits: 3 },
  { key: 'minMs', label: { ar: 'الأدنى', en: 'Minimum' }, unit: 'ms', type: 'number', digits: 3 },
  {
    key: 'p95Ms',
    label: { ar: 'المئين 95', en: '95th percentile' },
    unit: 'ms',
    type: 'number',
    digits: 3,
  },
  {
    key: 'firstRunMs',
    label: { ar: 'أول تشغيل', en: 'First run' },
    unit: 'ms',
    type: 'number',
    digits: 1,
  },
  { key: 'isSoftware', label: { ar: 'محاكاة برمجية', en: 'Software adapter' } },
  { key: 'problem', label: { ar: 'المانع', en: 'Problem' }, type: 'code' },
];
