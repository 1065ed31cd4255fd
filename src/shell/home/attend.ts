import type { Locale } from '../../i18n/locale.ts';

/** A sentence and, for each of its tokens, what it asks for and what it answers to. */
export interface HeroSentence {
  readonly tokens: readonly string[];
  /** The pronoun: the token that is shown first. */
  readonly from: number;
  readonly queries: readonly (readonly number[])[];
  readonly keys: readonly (readonly number[])[];
}

// Four features, written by hand: a living thing, an event, a state, a joint of the sentence.
const ROLES = {
  thing: { query: [0.4, 1, 0.2, 0], key: [2.2, 0.1, 0.3, 0] },
  event: { query: [1.6, 0.2, 0.3, 0.2], key: [0.1, 1.4, 0.2, 0] },
  joint: { query: [0, 1.1, 0.6, 0.4], key: [0, 0.2, 0, 0.9] },
  pronoun: { query: [2.1, 0, 0.5, 0], key: [0.5, 0, 0.1, 0.4] },
  verb: { query: [0.7, 0.2, 1.2, 0.3], key: [0, 0.5, 0.6, 0.2] },
  state: { query: [1.3, 0.4, 0.1, 0], key: [0.2, 0.2, 1.6, 0] },
} as const;
type Role = keyof typeof ROLES;

function sentence(words: readonly (readonly [string, Role])[]): HeroSentence {
  return {
    tokens: words.map(([token]) => token),
    from: words.findIndex(([, role]) => role === 'pronoun'),
    queries: words.map(([, role]) => ROLES[role].query),
    keys: words.map(([, role]) => ROLES[role].key),
  };
}

/** The same little sentence in both languages; each token has the part that it plays there. */
export const heroSentences: Readonly<Record<Locale, HeroSentence>> = {
  en: sentence([
    ['cat', 'thing'],
    ['slept', 'event'],
    ['because', 'joint'],
    ['it', 'pronoun'],
    ['was', 'verb'],
    ['tired', 'state'],
  ]),
  ar: sentence([
    ['نامت', 'event'],
    ['القطة', 'thing'],
    ['لأنـ', 'joint'],
    ['ـها', 'pronoun'],
    ['كانت', 'verb'],
    ['متعبة', 'state'],
  ]),
};

/** softmax(q·kᵀ / (τ √d)), row by row: what each token takes from each. */
export function attend({ queries, keys }: HeroSentence, temperature: number): number[][] {
  return queries.map((query) => {
    const scale = temperature * Math.sqrt(query.length);
    const scores = keys.map(
      (key) => query.reduce((sum, q, d) => sum + q * (key[d] ?? 0), 0) / scale,
    );
    const top = Math.max(...scores);
    const exps = scores.map((score) => Math.exp(score - top));
    const total = exps.reduce((sum, value) => sum + value, 0);
    return exps.map((value) => value / total);
  });
}
