import type { Bilingual, Locale } from '../../lessons/schema.ts';

/** The few words that stand in the static HTML itself; everything else the page says is in `src/i18n`. */
export const words = {
  site: { ar: 'عُدّة مهندس الذكاء الاصطناعي', en: 'AI Engineer Toolkit' },
  skip: { ar: 'تجاوز إلى المحتوى', en: 'Skip to the content' },
  mainNav: { ar: 'الرئيسية', en: 'Main' },
  course: { ar: 'الدورة', en: 'Course' },
  reference: { ar: 'المرجع', en: 'Reference' },
  onThisPage: { ar: 'في هذه الصفحة', en: 'On this page' },
  part: { ar: 'الجزء', en: 'Part' },
  lesson: { ar: 'الدرس', en: 'Lesson' },
  of: { ar: 'من', en: 'of' },
  needsNothing: { ar: 'لا يحتاج إلى ما قبله', en: 'Needs nothing before it' },
  needs: { ar: 'يحتاج إلى', en: 'Builds on' },
  predict: { ar: 'توقّع', en: 'Predict' },
  beforeRun: { ar: 'قبل أن تشغّل', en: 'before you run' },
  answer: { ar: 'الجواب', en: 'Answer' },
  exercise: { ar: 'تمرين', en: 'Exercise' },
  hint: { ar: 'تلميح', en: 'Hint' },
  solution: { ar: 'الحل', en: 'Solution' },
  recall: { ar: 'تذكُّر', en: 'Recall' },
  yourData: { ar: 'بياناتك أنت', en: 'Your own data' },
  case: { ar: 'حالة من الواقع', en: 'A case from practice' },
  stored: { ar: 'ناتج محفوظ', en: 'Stored output' },
  measures: {
    ar: 'هذه الخلية تقيس جهازك، فلا ناتج محفوظًا لها: شغّلها لترى القياس.',
    en: 'This cell measures your machine, so nothing is stored for it: run it to see.',
  },
  terms: { ar: 'مصطلحات هذا الدرس', en: 'The words of this lesson' },
  note: { ar: 'حاشية', en: 'Note' },
  line: { ar: 'السطر', en: 'line' },
  previous: { ar: 'السابق', en: 'Previous' },
  next: { ar: 'التالي', en: 'Next' },
  lessonsNav: { ar: 'الدروس', en: 'Lessons' },
  heroFirst: { ar: 'اقرأ الدرس،', en: 'Read the lesson.' },
  heroSecond: { ar: 'وشغّل النموذج.', en: 'Run the model.' },
  heroText: {
    ar: 'دورة في هندسة الذكاء الاصطناعي تحسب كل صفحة منها ما تقوله. الشيفرة حيّة، وتعمل على معالجك الرسومي أنت، في هذا التبويب: لا تثبيت ولا حساب ولا خادم.',
    en: 'A course in AI engineering where every page computes what it says. The code is live and runs on your own GPU, in this tab: nothing to install, no account, no server.',
  },
  start: { ar: 'ابدأ بالدرس الأول', en: 'Start with the first lesson' },
  seeMap: { ar: 'اطّلع على خريطة الدورة', en: 'See the map of the course' },
  principles: { ar: 'خمسة مبادئ، وأين تراها', en: 'Five principles, and where to see each' },
  footer: {
    ar: 'يعمل كل شيء في متصفحك، ولا يغادره شيء مما تكتبه.',
    en: 'Everything runs in your browser; nothing you write leaves it.',
  },
  missing: { ar: 'لا صفحة على هذا العنوان', en: 'There is no page at this address' },
  missingText: {
    ar: 'لعل الرابط قديم أو ناقص. كل دروس الدورة في صفحتها الأولى.',
    en: 'The link may be old or cut short. Every lesson is listed on the first page of the course.',
  },
  choose: { ar: 'اختر لغتك', en: 'Choose your language' },
  noScript: {
    ar: 'نص الدرس وشيفرته مقروءان هنا كاملين، أما تشغيل الخلايا فيحتاج إلى JavaScript.',
    en: 'The whole lesson can be read here; running its cells needs JavaScript.',
  },
} satisfies Record<string, Bilingual>;

export type WordId = keyof typeof words;

/** How many minutes, in words: the Arabic plural has forms of its own for 1, 2, 3–10 and 11 and more. */
export function minutesText(minutes: number, locale: Locale): string {
  if (locale === 'en') return minutes === 1 ? '1 minute' : `${minutes} minutes`;
  const form = new Intl.PluralRules('ar').select(minutes);
  if (form === 'one') return 'دقيقة واحدة';
  if (form === 'two') return 'دقيقتان';
  return form === 'few' ? `${minutes} دقائق` : `${minutes} دقيقة`;
}

/** The other language of the course. */
export function otherLocale(locale: Locale): Locale {
  return locale === 'ar' ? 'en' : 'ar';
}
