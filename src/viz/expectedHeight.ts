import type { View } from '../kit/show/types.ts';

const lineHeight = 28;

/** About how high a view is going to be, in px, so that nothing below it jumps when it appears. Never throws. */
export function expectedHeight(view: View): number {
  try {
    const height = heightOf(view);
    return Number.isFinite(height) ? height : lineHeight;
  } catch {
    // A cell may have built the view by hand and left out anything; drawing it will say so in its place.
    return lineHeight;
  }
}

function heightOf(view: View): number {
  switch (view.kind) {
    case 'matrix': {
      const rows = gridSize(view.values).rows;
      return rows > 32 ? 500 : rows * (rows > 16 ? 28 : 42) + 80;
    }
    case 'chart':
      return 400;
    case 'network':
      return 460;
    case 'sentence':
      return 200;
    case 'turns':
      return 260;
    case 'table':
      return Math.min(20, view.rows.length) * 37 + 80;
    case 'tensor':
      return 200;
    case 'image':
      return Math.min(480, view.height) + 40;
    case 'formula':
      return 64;
    case 'tree':
      return 30 * (1 + (view.root.children?.length ?? 0));
    case 'group':
      return Math.max(0, ...view.views.map(expectedHeight));
    default:
      return lineHeight;
  }
}

/** Rows and columns of a matrix's values, nested lists or a block; a guess for anything else. Never throws. */
export function gridSize(values: unknown): { readonly rows: number; readonly cols: number } {
  if (Array.isArray(values)) {
    const first: unknown = values[0];
    return Array.isArray(first)
      ? { rows: values.length, cols: first.length }
      : { rows: 1, cols: values.length };
  }
  const shape = (values as { shape?: readonly number[] } | null)?.shape ?? [];
  return shape.length === 2
    ? { rows: shape[0]!, cols: shape[1]! }
    : { rows: 1, cols: shape[0] ?? 1 };
}
