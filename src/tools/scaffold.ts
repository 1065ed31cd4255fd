/** The files of a new lesson: small, complete and valid, with one of each slot an author needs first. */
export function scaffold(id: string): Record<string, string> {
  return { 'lesson.ts': lessonFile(id), 'cells.ts': cellsFile, 'en.md': english, 'ar.md': arabic };
}

/** `lessons/index.ts` with the lesson added to its part; a part that is new is added at the end. */
export function addToIndex(index: string, id: string): string {
  const part = id.split('/')[0] ?? '';
  const found = new RegExp(`(id: '${part}',[\\s\\S]*?lessons: \\[)([^\\]]*)(\\])`).exec(index);
  if (found) {
    const [whole, before = '', list = '', after = ''] = found;
    const ids = [...list.matchAll(/'([^']+)'/g)].map((match) => match[1]);
    const listed = [...ids, id].map((known) => `'${known}'`).join(', ');
    return index.replace(whole, () => `${before}${listed}${after}`);
  }
  const entry = `  {
    id: '${part}',
    title: { ar: '${part}', en: '${part}' },
    summary: { ar: 'جزء جديد', en: 'A new part' },
    lessons: ['${id}'],
  },
`;
  const end = index.lastIndexOf('];');
  if (end < 0) throw new Error('lessons/index.ts has no list of parts');
  return index.slice(0, end) + entry + index.slice(end);
}

const lessonFile = (id: string): string => `import type { Lesson } from '../../schema.ts';

export const lesson: Lesson = {
  id: '${id}',
  minutes: 10,
  needs: [],
  labels: {
    side: { ar: 'طول الضلع', en: 'length of the side' },
  },
};
`;

const cellsFile = `//#cell square
import { slider } from 'kit/input';
import { number } from 'kit/show';

const side = slider('side', { min: 1, max: 10, value: 3 });
const area = side * side; /*§area*/
number(area);

//#exercise cube
//#starter
/** The volume of a cube. */
function volume(side: number): number {
  return side;
}
//#solution
/** The volume of a cube. */
function volume(side: number): number {
  return side ** 3;
}
//#check
import { expectClose } from 'kit/check';

expectClose(volume(2), 8, { message: 'wrong-volume' });
expectClose(volume(5), 125, { message: 'wrong-volume' });

//#cell use
import { number } from 'kit/show';

number(volume(side));
`;

const english = `---
title: A new lesson
question: How does the area of a square grow with its side?
---

Say in a sentence or two why the reader should want to know.

::::predict{#growth}
The side becomes twice as long. What does the area do?

- [ ] It doubles
- [x] It becomes four times as large
:::after
Each of the two factors in $a = s \\cdot s$ doubles.
:::
::::

::cell{#square}

:::note{cell=square mark=area}
What is worth saying about this line stands beside it.
:::

## Your turn

::::exercise{#cube}
Give the volume of a cube.

:::hint
How many sides are multiplied with each other?
:::
:::hint
In $v = s^n$, what is $n$?
:::
:::hint
\`side ** 3\` multiplies three of them.
:::
:::message{#wrong-volume}
The volume should be {expected} and is {got}.
:::
::::

::cell{#use}

::::recall{#why-four}
Why four times and not twice?
:::answer
Because both sides of the square grow.
:::
::::
`;

const arabic = `---
title: درس جديد
question: كيف تكبر مساحة المربع بكبر ضلعه؟
---

قل في جملة أو جملتين لماذا يهمّ القارئ أن يعرف.

::::predict{#growth}
صار الضلع ضعف طوله. فماذا يحدث للمساحة؟

- [ ] تتضاعف مرة
- [x] تصير أربعة أمثالها
:::after
كلٌّ من العاملين في $a = s \\cdot s$ يتضاعف.
:::
::::

::cell{#square}

:::note{cell=square mark=area}
ما يستحق أن يقال عن هذا السطر يوضع بجانبه.
:::

## جاء دورك

::::exercise{#cube}
احسب حجم المكعب.

:::hint
كم ضلعًا يُضرب بعضها في بعض؟
:::
:::hint
ما قيمة $n$ في $v = s^n$؟
:::
:::hint
العبارة \`side ** 3\` تضرب ثلاثة منها.
:::
:::message{#wrong-volume}
ينبغي أن يكون الحجم {expected} وهو {got}.
:::
::::

::cell{#use}

::::recall{#why-four}
لماذا أربعة أمثال لا مثلان؟
:::answer
لأن ضلعي المربع كليهما يكبران.
:::
::::
`;
