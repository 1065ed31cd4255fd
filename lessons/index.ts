import type { Bilingual } from './schema.ts';

/** One part of the course: a row of the map on the first page. */
export interface Part {
  readonly id: string;
  readonly title: Bilingual;
  readonly summary: Bilingual;
  /** Ids of the part's lessons, in the order in which they are read. Each is a folder beside this file. */
  readonly lessons: readonly string[];
}

/** The parts of the course, in order. A lesson's folder that is not listed here is a build error. */
export const parts: readonly Part[] = [
  {
    id: 'attention',
    title: { ar: 'الانتباه في نماذج اللغة', en: 'Attention in language models' },
    summary: {
      ar: 'من رأس واحد تحسبه بيدك إلى ما يعمل في النماذج الكبيرة، وكل مصفوفة أمام عينيك.',
      en: 'From one head worked out by hand to what runs in large models, every matrix in sight.',
    },
    lessons: [
      'attention/one-head',
      'attention/many-heads',
      'attention/rope',
      'attention/kv-cache',
      'attention/linear',
      'attention/flash',
    ],
  },
];
