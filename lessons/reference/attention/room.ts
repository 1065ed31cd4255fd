import type { ReferenceRoom } from '../../schema.ts';

export const room: ReferenceRoom = {
  title: { ar: 'الانتباه', en: 'Attention' },
  summary: {
    ar: 'الانتباه كما في صيغته، ثم الأقنعة والترميز الموضعي ومخزن المفاتيح والقيم، ثم الطرق السريعة والطبقات الكاملة.',
    en: 'Attention as in its formula; masks, positions and the KV cache; then the fast ways and whole layers.',
  },
  examples: {
    plain: {
      of: 'scaledDotProductAttention',
      ar: 'رأس انتباه واحد لا يرى ما بعده',
      en: 'One attention head that does not see what comes later',
    },
    'last-keys': {
      of: 'slidingWindowMask',
      ar: 'كل رمز يرى نفسه ورمزين قبله',
      en: 'Each token sees itself and the two before it',
    },
    hidden: {
      of: 'maskedScores',
      ar: 'ما حجبه القناع لا وزن له',
      en: 'What the mask closes gets no weight',
    },
    turned: {
      of: 'applyRotary',
      ar: 'الضرب النقطي بعد الدوران يتبع المسافة وحدها',
      en: 'After the turn the dot product follows the distance alone',
    },
    tiles: {
      of: 'flashAttention',
      ar: 'رقعةً رقعة، والناتج نفسه',
      en: 'Tile by tile, and the same output',
    },
    'no-softmax': {
      of: 'linearAttention',
      ar: 'انتباه بلا softmax',
      en: 'Attention without softmax',
    },
    'one-by-one': {
      of: 'KvCache',
      ar: 'المخزن ينمو رمزًا رمزًا',
      en: 'The cache grows token by token',
    },
  },
};
