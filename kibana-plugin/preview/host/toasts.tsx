import { EuiGlobalToastList } from '@elastic/eui';
import { useEffect, useState, type ReactElement } from 'react';
import { BehaviorSubject } from 'rxjs';
import type { Toasts } from '../../types/core-browser';

interface Shown {
  readonly id: string;
  readonly title: string;
  readonly text?: string;
  readonly color: 'primary' | 'success' | 'warning' | 'danger';
}

export type PreviewToasts = Toasts & { readonly shown$: BehaviorSubject<readonly Shown[]> };

export function createToasts(): PreviewToasts {
  const shown$ = new BehaviorSubject<readonly Shown[]>([]);
  let count = 0;
  const add = (color: Shown['color']) => (toast: { readonly title: string; readonly text?: string }) =>
    shown$.next([...shown$.value, { ...toast, color, id: String((count += 1)) }]);
  return {
    shown$,
    addInfo: add('primary'),
    addSuccess: add('success'),
    addWarning: add('warning'),
    addDanger: add('danger'),
  };
}

export function ToastList({ toasts: { shown$ } }: { readonly toasts: PreviewToasts }): ReactElement {
  const [shown, setShown] = useState<readonly Shown[]>([]);
  useEffect(() => {
    const watching = shown$.subscribe(setShown);
    return () => watching.unsubscribe();
  }, [shown$]);
  return (
    <EuiGlobalToastList
      toasts={[...shown]}
      toastLifeTimeMs={6000}
      dismissToast={({ id }) => shown$.next(shown$.value.filter((toast) => toast.id !== id))}
    />
  );
}
