import { flushSync } from 'react-dom';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import type { CodeEditor } from '../../editor/create.ts';
import type { CellState } from '../../runtime/state.ts';
import { useEngine } from '../engine.ts';
import { useSession } from '../stores/session.ts';
import { useT } from '../Words.tsx';
import { useEditorTurn } from './editorTurn.ts';
import { useCodeLight } from './codeLight.ts';
import { typeClientOf } from './typeClient.ts';

interface CodeProps {
  readonly cell: CellState;
  readonly name: string;
  /** The highlighted lines that came with the page, for the lesson's own text. */
  readonly html: string | undefined;
  readonly onRun: (stay: boolean) => void;
}

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (sign) => (sign === '&' ? '&amp;' : sign === '<' ? '&lt;' : '&gt;'));

/** Lines without colours, for text that the build did not see: an edit from the last visit, a cell of one's own. */
function plainLines(source: string): string {
  return source
    .split('\n')
    .map((line, index) => `<span class="line" data-line="${index + 1}">${escaped(line)}</span>`)
    .join('\n');
}

/**
 * A cell's code: static lines until somebody wants to write, then an editor in the same place, of the same height. The
 * editor's library is loaded on focus, on a click, or when the page is idle and the cell is near.
 */
export function CodePane({ cell, name, html, onRun }: CodeProps): ReactElement {
  const t = useT();
  const engine = useEngine();
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor | null>(null);
  const [isLive, setLive] = useState(false);
  const wish = useRef<{ x?: number; y?: number; line?: number } | null>(null);
  const { isWanted, want } = useEditorTurn(host);
  const goTo = useSession((session) => (session.goTo?.cell === cell.id ? session.goTo : null));
  const latest = useRef({ cell, onRun });
  useLayoutEffect(() => {
    latest.current = { cell, onRun };
  });
  const label = t('cell.code', { name });
  const hint = t('cell.editable');
  const fault = cell.problem ?? cell.error;

  useEffect(() => {
    if (!isWanted || !host.current) return undefined;
    const parent = host.current;
    let isGone = false;
    void import('../../editor/create.ts').then(({ createEditor, createTypeClient, typeHelp }) => {
      if (isGone) return;
      editor.current = createEditor({
        parent,
        doc: latest.current.cell.source,
        label,
        hint,
        onChange: (source) => engine.act((notebook) => notebook.edit(cell.id, source)),
        onRun: (stay) => latest.current.onRun(stay),
        extensions: typeHelp({
          client: typeClientOf(engine, createTypeClient),
          cell: cell.id,
          locale: () => useSession.getState().locale,
        }),
      });
      // In one go with the editor: for a moment the code would stand there twice.
      flushSync(() => setLive(true));
    });
    return () => {
      isGone = true;
      editor.current?.destroy();
      editor.current = null;
      setLive(false);
    };
    // Words change in place below; a new editor would lose the caret and the history.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isWanted, cell.id, engine]);

  useEffect(() => editor.current?.setDoc(cell.source), [cell.source, isLive]);
  useEffect(() => editor.current?.relabel(label, hint), [label, hint, isLive]);
  useEffect(() => {
    editor.current?.markFault(fault?.line ? { line: fault.line, column: fault.column } : null);
  }, [fault, isLive]);
  useEffect(() => {
    if (!goTo) return;
    host.current?.scrollIntoView({ block: 'nearest' });
    wish.current = { line: goTo.line };
    want();
    if (editor.current) editor.current.focus({ line: goTo.line });
  }, [goTo, want]);
  useEffect(() => {
    if (isLive && wish.current) editor.current?.focus(wish.current);
    if (isLive) wish.current = null;
  }, [isLive]);
  useCodeLight(host, editor, isLive, cell.source);

  return (
    <div
      className="code-host"
      ref={host}
      dir="ltr"
      translate="no"
      onPointerUp={(event) => {
        if (isLive || getSelection()?.toString()) return;
        wish.current = { x: event.clientX, y: event.clientY };
        want();
      }}
    >
      {!isLive && (
        <pre
          className="code"
          tabIndex={0}
          aria-label={label}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            if (event.shiftKey || event.ctrlKey || event.metaKey) return onRun(!event.shiftKey);
            wish.current = {};
            return want();
          }}
        >
          <code
            dangerouslySetInnerHTML={{
              __html:
                html !== undefined && cell.source === cell.original
                  ? html
                  : plainLines(cell.source),
            }}
          />
        </pre>
      )}
    </div>
  );
}
