import type { Lesson } from '../../schema.ts';

export const lesson: Lesson = {
  id: 'attention/one-head',
  minutes: 18,
  needs: [],
  texts: {
    sentence: {
      ar: ['أوقف', 'التحديث', 'الخادم', 'فـ', 'شغِّلـ', 'ـه'],
      en: ['update', 'stopped', 'server', 'so', 'restart', 'it'],
    },
    /** Names of the parts that a word can play, in the order of the table in the cell `vectors`. */
    parts: {
      ar: ['سبب', 'حدث', 'شيء', 'رابط', 'فعل', 'ضمير'],
      en: ['cause', 'event', 'thing', 'link', 'action', 'pronoun'],
    },
  },
  roles: {
    ar: ['event', 'cause', 'thing', 'link', 'action', 'pronoun'],
    en: ['cause', 'event', 'thing', 'link', 'action', 'pronoun'],
  },
  labels: {
    divisor: { ar: 'اقسم الدرجات على', en: 'divide the scores by' },
    words: { ar: 'ست كلمات من عندك', en: 'six words of your own' },
    'part-1': { ar: 'دور الكلمة الأولى', en: 'part of word 1' },
    'part-2': { ar: 'دور الكلمة الثانية', en: 'part of word 2' },
    'part-3': { ar: 'دور الكلمة الثالثة', en: 'part of word 3' },
    'part-4': { ar: 'دور الكلمة الرابعة', en: 'part of word 4' },
    'part-5': { ar: 'دور الكلمة الخامسة', en: 'part of word 5' },
    'part-6': { ar: 'دور الكلمة السادسة', en: 'part of word 6' },
    length: { ar: 'عدد الرموز', en: 'number of tokens' },
  },
  words: {
    spread: { ar: 'تشتت الضرب النقطي', en: 'spread of the dot products' },
    bytes: { ar: 'حجم مصفوفة الأوزان', en: 'size of the weight matrix' },
  },
};
