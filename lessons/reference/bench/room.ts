import type { ReferenceRoom } from '../../schema.ts';

export const room: ReferenceRoom = {
  title: { ar: 'قياس الأداء', en: 'Benchmarking' },
  summary: {
    ar: 'كم يستغرق حساب على جهازك أنت: الإحماء خارج القياس، وأول تشغيل مذكور وحده، والوسيط لا أحسن الأرقام.',
    en: 'How long a computation takes on your own machine: warm-ups left out, the first run told apart, the median and not the best number.',
  },
  examples: {
    'two-sizes': {
      of: 'measureLatency',
      ar: 'زمن الاستجابة لحجمين من المصفوفات',
      en: 'The latency of two sizes of matrices',
    },
  },
};
