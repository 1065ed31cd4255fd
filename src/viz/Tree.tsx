import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { vizCount, vizText } from '../i18n/viz.ts';
import type { TreeNode, TreeView } from '../kit/show/types.ts';
import { useViz } from './context.ts';

/** One line of the tree as it stands on the screen. */
export interface TreeRow {
  readonly node: TreeNode;
  /** Places of the node among its siblings, from the root: `0`, `0.2`, `0.2.1`. */
  readonly path: string;
  readonly depth: number;
}

/** The lines that can be seen when these paths are open, from top to bottom. */
export function visibleRows(root: TreeNode, open: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = [];
  const visit = (node: TreeNode, path: string, depth: number): void => {
    rows.push({ node, path, depth });
    if (!open.has(path)) return;
    node.children?.forEach((child, i) => visit(child, `${path}.${i}`, depth + 1));
  };
  visit(root, '0', 0);
  return rows;
}

function canOpen(node: TreeNode): boolean {
  return (node.children?.length ?? 0) > 0;
}

/** An object as a tree, left to right as the code that made it. Keys as in any file tree. */
export function Tree({ view }: { readonly view: TreeView }) {
  const { locale } = useViz();
  const ref = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(['0']));
  const [stop, setStop] = useState('0');
  const rows = useMemo(() => visibleRows(view.root, open), [view.root, open]);
  // After a new view the old path may be gone; the root never is.
  const current = rows.some((row) => row.path === stop) ? stop : '0';
  const toggle = (path: string, isOpen: boolean): void => {
    const next = new Set(open);
    if (isOpen) next.add(path);
    else next.delete(path);
    setOpen(next);
  };
  const go = (path: string | undefined): void => {
    if (path === undefined) return;
    setStop(path);
    ref.current?.querySelector<HTMLElement>(`[data-path="${path}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = rows.findIndex((row) => row.path === current);
    const row = rows[at]!;
    const isOpen = open.has(row.path);
    const act: Record<string, () => void> = {
      ArrowDown: () => go(rows[at + 1]?.path),
      ArrowUp: () => go(rows[at - 1]?.path),
      Home: () => go(rows[0]?.path),
      End: () => go(rows[rows.length - 1]?.path),
      ArrowRight: () => {
        if (canOpen(row.node) && !isOpen) toggle(row.path, true);
        else if (isOpen) go(`${row.path}.0`);
      },
      ArrowLeft: () => {
        if (isOpen) toggle(row.path, false);
        else if (row.depth > 0) go(row.path.slice(0, row.path.lastIndexOf('.')));
      },
      Enter: () => canOpen(row.node) && toggle(row.path, !isOpen),
      ' ': () => canOpen(row.node) && toggle(row.path, !isOpen),
    };
    const action = act[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };
  return (
    <div
      ref={ref}
      className="viz viz-tree"
      dir="ltr"
      translate="no"
      role="tree"
      aria-label={vizText(locale, 'treeLabel')}
      onKeyDown={onKeyDown}
    >
      {rows.map(({ node, path, depth }) => (
        <Line
          key={path}
          node={node}
          depth={depth}
          path={path}
          isOpen={open.has(path)}
          isStop={path === current}
          onFocus={() => setStop(path)}
          onToggle={() => toggle(path, !open.has(path))}
        />
      ))}
    </div>
  );
}

interface LineProps {
  readonly node: TreeNode;
  readonly depth: number;
  readonly path: string;
  readonly isOpen: boolean;
  readonly isStop: boolean;
  readonly onFocus: () => void;
  readonly onToggle: () => void;
}

function Line({ node, depth, path, isOpen, isStop, onFocus, onToggle }: LineProps) {
  const { locale } = useViz();
  const isBranch = canOpen(node);
  return (
    <div
      role="treeitem"
      aria-level={depth + 1}
      aria-expanded={isBranch ? isOpen : undefined}
      tabIndex={isStop ? 0 : -1}
      data-path={path}
      className="viz-tree-line"
      style={{ paddingInlineStart: `${depth * 18}px` }}
      onFocus={onFocus}
      onClick={isBranch ? onToggle : undefined}
    >
      <svg
        viewBox="0 0 10 10"
        className="viz-twist"
        data-open={isOpen || undefined}
        aria-hidden="true"
      >
        {isBranch && <path d="M3 1.5 6.5 5 3 8.5" />}
      </svg>
      {node.key !== undefined && (
        <span className="viz-tree-key">
          <bdi>{node.key}</bdi>
          {': '}
        </span>
      )}
      <bdi className="viz-tree-value">{node.preview}</bdi>
      <span className="viz-tree-type">{node.type}</span>
      {isOpen && node.more !== undefined && node.more > 0 && (
        <span className="viz-tree-more" dir="auto">
          {vizCount(locale, 'moreEntries', node.more)}
        </span>
      )}
    </div>
  );
}
