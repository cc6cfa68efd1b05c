import { EuiScreenReaderLive } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useQueryClient } from '@tanstack/react-query';
import type { IncidentAction, IncidentAnswer } from 'incident-core';
import { createContext, useContext, useMemo, useRef, useState, type ReactElement, type ReactNode } from 'react';
import type { Change } from '../api/api';
import { failureTitle, Unanswered } from '../api/problem';
import { queryKeys } from '../api/query-keys';
import { exactTime, shortAge } from '../components/age';
import { ConflictDialog } from '../components/conflict-dialog';
import { isolate } from '../components/text';
import { conflictOf, isDoneBy, type Conflict } from './conflict';
import { useMe } from './directory';
import { replaceRows } from './incident-list';
import { useIntents } from './intents';
import { useServices } from './services';

type Acted = Pick<IncidentAnswer, 'id' | 'number'>;
type Doing = IncidentAction | Change['verb'];

export interface Actions {
  /** Looks how the incident is now, asks where somebody should know something first, and acts. */
  act(incident: Acted, action: IncidentAction): void;
  /** Makes another change; `said` is announced once it is made. */
  change(incident: Acted & Pick<IncidentAnswer, 'escalation'>, change: Change, said: string): void;
  /** What is under way for an incident. While something is, nothing else begins. */
  underWay(id: string): Doing | undefined;
  /** For who does not see what has changed on the page. */
  announce(text: string): void;
}

const ActionsContext = createContext<Actions | undefined>(undefined);

export function useActions(): Actions {
  const actions = useContext(ActionsContext);
  if (!actions) throw new Error('Outside of ActionsProvider.');
  return actions;
}

interface Question {
  readonly incident: Acted;
  readonly action: IncidentAction;
  readonly conflict: Conflict;
}

/** Once around everything that acts on incidents: holds the question that an action may raise, and says what became. */
export function ActionsProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const { api, core } = useServices();
  const queries = useQueryClient();
  const send = useIntents();
  const me = useMe();
  const myId = me?.id ?? null;
  // Two clicks may come before anything is drawn anew, so this does not wait for React.
  const running = useRef(new Map<string, Doing>());
  const [underWay, setUnderWay] = useState<ReadonlyMap<string, Doing>>(running.current);
  const [question, setQuestion] = useState<Question | undefined>(undefined);
  const [said, setSaid] = useState('');

  const actions = useMemo<Actions & { perform(incident: Acted, action: IncidentAction): void }>(() => {
    const { toasts } = core.notifications;
    const tellResolved = ({ number }: Acted, { at, by }: Extract<Conflict, { kind: 'resolved' }>) => {
      const values = { number, age: shortAge(Date.now() - Date.parse(at)) };
      toasts.addInfo({
        title:
          by === 'recovery'
            ? i18n.translate('incidents.actions.recovered', {
                defaultMessage: '#{number} recovered {age} ago',
                values,
              })
            : i18n.translate('incidents.actions.resolvedBefore', {
                defaultMessage: '#{number} was resolved {age} ago',
                values,
              }),
        text: i18n.translate('incidents.actions.nothingToDo', {
          defaultMessage: 'There is nothing left to do. Resolved at {time}.',
          values: { time: exactTime(at) },
        }),
      });
    };
    const tellDone = (incident: Acted, action: IncidentAction) =>
      toasts.addSuccess({
        title: announcementOf(incident, action),
        text: i18n.translate('incidents.actions.doneAfterAll', {
          defaultMessage: 'A look at it shows that it was done, although no answer said so.',
        }),
      });
    /** Nothing twice: what is under way for an incident keeps everything else away. */
    const once = async (incident: Acted, action: Doing, run: () => Promise<void>) => {
      if (running.current.has(incident.id)) return;
      running.current.set(incident.id, action);
      setUnderWay(new Map(running.current));
      try {
        await run();
      } catch (error) {
        const isOpen = error instanceof Unanswered;
        if (isOpen) refresh(incident);
        toasts.addDanger({
          title: isOpen ? unansweredText(incident) : failureTitle(error, undoneText(incident)),
          text: error instanceof Error ? error.message : String(error),
        });
      } finally {
        running.current.delete(incident.id);
        setUnderWay(new Map(running.current));
      }
    };
    const refresh = ({ id }: Acted) => {
      void queries.invalidateQueries({ queryKey: queryKeys.incident(id) });
      void queries.invalidateQueries({ queryKey: queryKeys.summary });
      void queries.invalidateQueries({ queryKey: queryKeys.freshLists });
    };
    const look = async (incident: Acted) => {
      const now = await api.incident(incident.id);
      queries.setQueryData(queryKeys.incident(incident.id), now);
      replaceRows(queries, [now]);
      return now;
    };
    const move = async (incident: Acted, action: IncidentAction) => {
      try {
        const after = await api.act(incident.id, action);
        queries.setQueryData(queryKeys.incident(incident.id), after);
        replaceRows(queries, [after]);
        setSaid(announcementOf(incident, action));
      } catch (error) {
        const now = await look(incident).catch(() => undefined);
        const conflict = now && conflictOf(now, action, myId);
        // Only the answer was lost; or another was faster, between our look and our move.
        if (now && isDoneBy(now, action, myId)) tellDone(incident, action);
        else if (conflict?.kind === 'resolved') tellResolved(incident, conflict);
        else throw error;
      }
      refresh(incident);
    };
    return {
      act: (incident, action) =>
        void once(incident, action, async () => {
          const conflict = conflictOf(await look(incident), action, myId);
          if (!conflict) return move(incident, action);
          if (conflict.kind === 'resolved') return tellResolved(incident, conflict);
          setQuestion({ incident, action, conflict });
        }),
      change: (incident, change, said) =>
        void once(incident, change.verb, async () => {
          const { id, escalation } = incident;
          // To escalate once more from the step that is shown is the same again; from the next one it is not.
          const after = await (change.verb === 'escalate'
            ? send([id, escalation], (key) => api.change(id, change, key))
            : api.change(id, change));
          queries.setQueryData(queryKeys.incident(incident.id), after);
          replaceRows(queries, [after]);
          setSaid(said);
          refresh(incident);
        }),
      perform: (incident, action) => void once(incident, action, () => move(incident, action)),
      underWay: (id) => underWay.get(id),
      announce: setSaid,
    };
  }, [api, core, queries, send, myId, underWay]);

  return (
    <ActionsContext.Provider value={actions}>
      {children}
      <EuiScreenReaderLive>{said}</EuiScreenReaderLive>
      {question && (
        <ConflictDialog
          conflict={question.conflict}
          number={question.incident.number}
          onCancel={() => setQuestion(undefined)}
          onConfirm={() => {
            setQuestion(undefined);
            actions.perform(question.incident, question.action);
          }}
        />
      )}
    </ActionsContext.Provider>
  );
}

function undoneText({ number }: Acted): string {
  return i18n.translate('incidents.actions.failed', { defaultMessage: '#{number} is as it was', values: { number } });
}

function unansweredText({ number }: Acted): string {
  return i18n.translate('incidents.actions.unanswered', {
    defaultMessage: '#{number}: it is not known whether it was done. Look before you try again',
    values: { number },
  });
}

function announcementOf({ number }: Acted, action: IncidentAction): string {
  const values = { number: isolate(`#${number}`) };
  switch (action) {
    case 'acknowledge':
      return i18n.translate('incidents.actions.acknowledged', { defaultMessage: '{number} is yours', values });
    case 'start':
      return i18n.translate('incidents.actions.started', { defaultMessage: 'Work on {number} has started', values });
    case 'resolve':
      return i18n.translate('incidents.actions.resolved', { defaultMessage: '{number} is resolved', values });
  }
}
