import type { ReferenceRoom } from '../../schema.ts';

export const room: ReferenceRoom = {
  title: { ar: 'الموتِّرات', en: 'Tensors' },
  summary: {
    ar: 'الموترات والدوال التي تعمل عليها، واختيار محرّك الحساب، والذاكرة خليةً خلية، والأنوية الحسابية المكتوبة بلغة WGSL.',
    en: 'Tensors and the functions on them, what computes, memory by cell, and our own kernels in WGSL.',
  },
  examples: {
    made: { of: 'tensor', ar: 'موتر من صفّين', en: 'A tensor of two rows' },
    product: {
      of: 'matMul',
      ar: 'ضرب مصفوفة في منقول أخرى',
      en: 'A matrix times the transpose of another',
    },
    rows: {
      of: 'softmaxRows',
      ar: 'صف عادي، وصف محجوب بعضه، وصف محجوب كله',
      en: 'A plain row, one partly masked, one masked whole',
    },
    choose: { of: 'where', ar: 'السالب يُضرب في عُشر', en: 'What is negative shrinks to a tenth' },
    slope: { of: 'grad', ar: 'تدرّج مجموع المربعات', en: 'The gradient of a sum of squares' },
    freed: {
      of: 'tidy',
      ar: 'لا تبقى من الخطوات إلا نتيجتها',
      en: 'Of all steps only the result is left',
    },
    machine: {
      of: 'backendState',
      ar: 'ما الذي يحسب في جهازك الآن',
      en: 'What computes on your machine now',
    },
  },
};
