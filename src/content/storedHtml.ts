import type { Block, MatrixView, TableValue, TableView, View, Words } from '../kit/show/types.ts';
import type { Locale } from '../../lessons/schema.ts';
import { escapeHtml } from './escape.ts';
import { decodeViews } from './storedFile.ts';

/**
 * Recorded views as plain HTML, for readers and machines without scripts; the page's own code draws them properly.
 * Kinds that are pictures through and through have no static form and are left out.
 */
export function storedHtml(views: readonly View[], locale: Locale): string {
  return (decodeViews(views) as readonly View[]).map((view) => one(view, locale)).join('');
}

function one(view: View, locale: Locale): string {
  switch (view.kind) {
    case 'text':
      return `<p dir="auto">${escapeHtml(say(view.text, locale))}</p>`;
    case 'number': {
      const label = view.label ? `${escapeHtml(say(view.label, locale))} ` : '';
      return `<p>${label}<bdi dir="ltr">${format(view.value, view.digits)}${view.unit ? ` ${escapeHtml(view.unit)}` : ''}</bdi></p>`;
    }
    case 'matrix':
      return matrix(view, locale);
    case 'sentence':
      return matrix(
        {
          kind: 'matrix',
          values: view.weights,
          rows: view.tokens,
          cols: view.tokens,
          ...(view.caption ? { caption: view.caption } : {}),
        },
        locale,
      );
    case 'turns':
      return view.hands
        .map(({ values, name }) => {
          const caption = name ?? view.caption;
          return matrix(
            { kind: 'matrix', values, rows: view.rows ?? [], ...(caption ? { caption } : {}) },
            locale,
          );
        })
        .join('');
    case 'table':
      return table(view, locale);
    case 'group':
      return view.views.map((inner) => one(inner, locale)).join('');
    default:
      return '';
  }
}

function say(words: Words, locale: Locale): string {
  return typeof words === 'string' ? words : words[locale];
}

function format(value: number, digits = 2): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  const fixed = value.toFixed(digits);
  return (Number(fixed) === 0 ? fixed.replace('-', '') : fixed).replace('-', '−');
}

function rowsOf(values: MatrixView['values']): number[][] {
  if (Array.isArray(values)) {
    return values.map((row: number | readonly number[]) =>
      typeof row === 'number' ? [row] : [...row],
    );
  }
  const block = values as Block;
  const columns = block.shape.at(-1) ?? 1;
  const flat = Array.from(block.values);
  return Array.from({ length: columns ? flat.length / columns : 0 }, (_, row) =>
    flat.slice(row * columns, (row + 1) * columns),
  );
}

function matrix(view: MatrixView, locale: Locale): string {
  const rows = rowsOf(view.values);
  const head = (rows[0] ?? []).map(
    (_, index) =>
      `<th scope="col"><bdi>${escapeHtml(view.cols?.[index] ?? String(index))}</bdi></th>`,
  );
  const body = rows.map((row, index) => {
    const label = view.rows?.[index] ?? String(index);
    const cells = row.map((value) => `<td>${format(value, view.digits)}</td>`).join('');
    return `<tr><th scope="row"><bdi>${escapeHtml(label)}</bdi></th>${cells}</tr>`;
  });
  return frame(
    view.caption,
    locale,
    `<thead><tr><th></th>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody>`,
    'ltr',
  );
}

function table(view: TableView, locale: Locale): string {
  const value = (item: TableValue | undefined, digits?: number): string => {
    if (item === null || item === undefined) return '';
    if (typeof item === 'number')
      return `<bdi dir="ltr">${Number.isInteger(item) && digits === undefined ? item : format(item, digits)}</bdi>`;
    if (typeof item === 'object') return escapeHtml(item[locale]);
    return `<bdi>${escapeHtml(String(item))}</bdi>`;
  };
  const head = view.columns.map(
    (column) =>
      `<th scope="col"><bdi>${escapeHtml(say(column.label, locale))}</bdi>${column.unit ? ` <bdi dir="ltr">(${escapeHtml(column.unit)})</bdi>` : ''}</th>`,
  );
  const body = view.rows.map(
    (row) =>
      `<tr>${view.columns.map((column) => `<td>${value(row[column.key], column.digits)}</td>`).join('')}</tr>`,
  );
  return frame(
    view.caption,
    locale,
    `<thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody>`,
  );
}

function frame(caption: Words | undefined, locale: Locale, inner: string, dir?: 'ltr'): string {
  const title = caption ? `<caption>${escapeHtml(say(caption, locale))}</caption>` : '';
  return `<div class="scroll" tabindex="0"><table class="nums"${dir ? ` dir="${dir}"` : ''}>${title}${inner}</table></div>`;
}
