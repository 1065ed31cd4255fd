import type { Bilingual, Locale } from '../../../lessons/schema.ts';
import type { EntryKind } from './docs.ts';

/** The words round the kit's own comments. */
export const referenceWords = {
  title: { ar: 'مرجع المكتبة', en: 'Library reference' },
  about: {
    ar: 'كل ما يمكن للخلايا أن تستورده، قسمًا قسمًا: توقيع كل اسم، وما يعطيه، وأخطاؤه، ومصدره، مع أمثلة تشغّلها في مكانها.',
    en: 'Everything that a cell can import, module by module: the signature of each name, what it gives, what it throws and where it comes from, with examples to run in place.',
  },
  /** Stands on Arabic pages alone. */
  inEnglish: {
    ar: 'الشروح مأخوذة من تعليقات الشيفرة المصدرية، وهي بالإنجليزية.',
    en: 'Made from the comments in the library’s own sources.',
  },
  noScript: {
    ar: 'المرجع كله مقروء هنا، أما تشغيل الأمثلة فيحتاج إلى JavaScript.',
    en: 'The whole reference can be read here; running its examples needs JavaScript.',
  },
  rooms: { ar: 'أقسام المكتبة', en: 'Modules of the library' },
  gives: { ar: 'ما يعطيه', en: 'Gives' },
  parameters: { ar: 'المَعْلَمات', en: 'Parameters' },
  optional: { ar: 'اختيارية', en: 'optional' },
  unlessGiven: { ar: 'القيمة الافتراضية', en: 'default' },
  returns: { ar: 'ما تعيده', en: 'Returns' },
  throws: { ar: 'الأخطاء', en: 'Throws' },
  source: { ar: 'المصدر', en: 'Source' },
  types: { ar: 'أنواع مذكورة', en: 'Types' },
  example: { ar: 'مثال', en: 'Example' },
  foreign: {
    ar: 'من TensorFlow.js كما هو، بلا تغيير.',
    en: 'TensorFlow.js’s own, passed on unchanged.',
  },
} satisfies Record<string, Bilingual>;

/** Headings of the groups of a page. */
export const groupTitles: Readonly<Record<EntryKind, Bilingual>> = {
  function: { ar: 'الدوال', en: 'Functions' },
  class: { ar: 'الأصناف', en: 'Classes' },
  value: { ar: 'الثوابت', en: 'Constants' },
  type: { ar: 'الأنواع', en: 'Types' },
};

/** How many names a room exports, in words. */
export function namesText(count: number, locale: Locale): string {
  if (locale === 'en') return count === 1 ? '1 name' : `${count} names`;
  const form = new Intl.PluralRules('ar').select(count);
  if (form === 'one') return 'اسم واحد';
  if (form === 'two') return 'اسمان';
  if (form === 'few') return `${count} أسماء`;
  return form === 'many' ? `${count} اسمًا` : `${count} اسم`;
}
