import type { ReferenceRoom } from '../../schema.ts';

export const room: ReferenceRoom = {
  title: { ar: 'العشوائية', en: 'Randomness' },
  summary: {
    ar: 'أعداد عشوائية لها بذرة: البذرة نفسها تعطي الأعداد نفسها في كل متصفح وعلى كل محرّك حساب.',
    en: 'Random numbers with a seed: the same seed gives the same numbers in every browser and on every backend.',
  },
  examples: {
    spread: {
      of: 'random',
      ar: 'ألفا عدد من التوزيع الطبيعي',
      en: 'Two thousand normal numbers',
    },
    streams: {
      of: 'Random',
      ar: 'تدفّق مستقل لا يتأثر بما أُخذ من غيره',
      en: 'A stream of its own, whatever was taken from others',
    },
  },
};
