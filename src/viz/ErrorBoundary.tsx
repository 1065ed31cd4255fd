import { Component, type ReactNode } from 'react';
import { vizText } from '../i18n/viz.ts';
import type { Locale } from '../i18n/locale.ts';

interface Props {
  readonly locale: Locale;
  /** A new value (the next view) gives the picture another chance. */
  readonly resetKey: unknown;
  readonly children: ReactNode;
}
interface State {
  readonly error: Error | null;
  readonly resetKey: unknown;
}

/** Keeps a picture that cannot be drawn from taking the page with it: React offers this to classes only. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    if (props.resetKey === state.resetKey) return null;
    return { error: null, resetKey: props.resetKey };
  }

  override render(): ReactNode {
    if (!this.state.error) return this.props.children;
    return (
      <div className="viz viz-error" role="alert">
        <p className="viz-error-title">{vizText(this.props.locale, 'drawFailed')}</p>
        <pre dir="ltr" translate="no">
          {this.state.error.message}
        </pre>
      </div>
    );
  }
}
