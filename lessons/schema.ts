/** Text in both languages. */
export interface Bilingual {
  readonly ar: string;
  readonly en: string;
}
export type Locale = 'ar' | 'en';

/** What `lesson.ts` holds: everything about a lesson that is neither prose nor code. */
export interface Lesson {
  /** `part/lesson`, equal to the folder. */
  readonly id: string;
  /** Reading and doing, for a newcomer. */
  readonly minutes: number;
  /** Ids of lessons that should come first. */
  readonly needs: readonly string[];
  /** Words that cells read as `lesson.texts.…`, already in the reader's language. Same length in both. */
  readonly texts?: Readonly<
    Record<string, { readonly ar: readonly string[]; readonly en: readonly string[] }>
  >;
  /** The part that each token plays, so that one set of vectors serves both sentences. */
  readonly roles?: { readonly ar: readonly string[]; readonly en: readonly string[] };
  /** Labels of the inputs, by input id. */
  readonly labels?: Readonly<Record<string, Bilingual>>;
  /** Captions and names that views use, by id: cells read `lesson.words.id`. */
  readonly words?: Readonly<Record<string, Bilingual>>;
  /** Files under `public/` that the lesson loads. */
  readonly assets?: readonly string[];
}

/** What `room.ts` holds: the words round one page of the reference; everything else there comes from the kit's comments. */
export interface ReferenceRoom {
  readonly title: Bilingual;
  /** What the room is for, in one or two sentences. */
  readonly summary: Bilingual;
  /** The cells of `cells.ts` by id: whose example each is, and what it shows. */
  readonly examples: Readonly<Record<string, ReferenceExample>>;
  /** Labels of the inputs, by input id. */
  readonly labels?: Readonly<Record<string, Bilingual>>;
}

/** A cell that stands below the name that it is about. */
export interface ReferenceExample extends Bilingual {
  /** A name that the room exports. */
  readonly of: string;
}

/** One row of the glossary: one concept, one term in each language. */
export interface Term extends Bilingual {
  /** What it means, in one line. */
  readonly meaning: Bilingual;
  /** Further forms of the term that no rule makes, such as broken plurals. */
  readonly forms?: { readonly ar?: readonly string[]; readonly en?: readonly string[] };
  /** Words that must never stand for it in this course: a lesson that uses one fails the check. */
  readonly avoid?: { readonly ar: readonly string[] };
  /** Words that would be wrong for it and right for something else, so that no check can look for them. */
  readonly beware?: { readonly ar: readonly string[] };
  /** The lesson that explains it. */
  readonly taughtIn?: string;
  /** An everyday word: its first mention is marked only where the prose says so, as in `[value](term:value)`. */
  readonly isPlain?: boolean;
}

/** Terms by id. */
export type Glossary = Readonly<Record<string, Term>>;
