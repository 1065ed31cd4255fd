import type { ReferenceRoom } from '../../schema.ts';

export const room: ReferenceRoom = {
  title: { ar: 'مُرمِّز الجمل', en: 'Sentence encoder' },
  summary: {
    ar: 'نموذج مدرَّب يجعل كل جملة إنجليزية متجهًا، فتتقارب متجهات الجمل المتقاربة معنًى. يعمل بانتباه هذه المكتبة نفسها.',
    en: 'A trained model that makes a vector of every English sentence, so that sentences of like meaning get like vectors. It runs on this library’s own attention.',
  },
  examples: {
    pieces: {
      of: 'createTokenizer',
      ar: 'أرجح تجزئة بمفردات صغيرة',
      en: 'The likeliest cut with a tiny vocabulary',
    },
    letters: {
      of: 'foreignShare',
      ar: 'حصة الحروف غير اللاتينية في ثلاثة نصوص',
      en: 'The share of letters that are not Latin in three texts',
    },
    alike: {
      of: 'loadUseLite',
      ar: 'تشابه ثلاث جمل (يُنزَّل النموذج أول مرة: 7.7 ميغابايت)',
      en: 'How alike three sentences are (the first run loads 7.7 MB)',
    },
  },
};
