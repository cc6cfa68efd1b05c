import { EuiButtonEmpty, EuiCommentList, EuiSpacer, EuiText, EuiTextColor, type EuiCommentProps } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { TimelineEntryAnswer } from 'incident-core';
import { useMemo, useState, type ReactElement } from 'react';
import { useNames, type Names } from '../../hooks/directory';
import { useTimeline } from '../../hooks/incidents';
import { useServices } from '../../hooks/services';
import { At } from '../age';
import { AlertText, WholeText } from '../alert-text';
import { ErrorFace, LoadingFace } from '../face';
import { icon } from '../icon';
import { Small } from '../small';
import { NoteForm } from './note-form';
import { actorOf } from './read-entry';
import { sentenceOf } from './sentence';

/** What happened, the latest first, with the place for a note above it. */
export function Timeline({ id }: { readonly id: string }): ReactElement {
  const { may } = useServices();
  const { data, error, hasNextPage, isFetching, fetchNextPage, refetch } = useTimeline(id);
  const [isReversed, setReversed] = useState(false);
  const names = useNames();
  const entries = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const comments = useMemo(() => {
    const now = Date.now();
    const ordered = isReversed ? entries : [...entries].reverse();
    return ordered.map((entry) => toComment(entry, names, now));
  }, [entries, names, isReversed]);

  if (!data) return error ? <ErrorFace error={error} onRetry={() => void refetch()} /> : <LoadingFace />;
  return (
    <>
      {may.respond && <NoteForm key={id} id={id} />}
      <EuiButtonEmpty
        size="xs"
        flush="left"
        iconType={icon(isReversed ? 'sortUp' : 'sortDown')}
        onClick={() => setReversed(!isReversed)}
        data-test-subj="incidentsTimelineOrder"
      >
        {isReversed
          ? i18n.translate('incidents.timeline.oldest', { defaultMessage: 'The oldest first' })
          : i18n.translate('incidents.timeline.latest', { defaultMessage: 'The latest first' })}
      </EuiButtonEmpty>
      <EuiSpacer size="s" />
      <EuiCommentList
        aria-label={i18n.translate('incidents.timeline.label', { defaultMessage: 'Timeline' })}
        comments={comments}
        data-test-subj="incidentsTimeline"
      />
      {hasNextPage && (
        <EuiButtonEmpty size="s" isLoading={isFetching} onClick={() => void fetchNextPage()}>
          {i18n.translate('incidents.timeline.more', { defaultMessage: 'Read on' })}
        </EuiButtonEmpty>
      )}
    </>
  );
}

function toComment(entry: TimelineEntryAnswer, names: Names, now: number): EuiCommentProps {
  const sentence = sentenceOf(entry, names, now);
  const actor = actorOf(entry);
  const isNote = entry.kind === 'note';
  const said = sentence.loud ? <EuiTextColor color="danger">{sentence.text}</EuiTextColor> : sentence.text;
  return {
    username: actor === undefined ? '' : <AlertText text={actor} most={100} />,
    event: <span css={{ overflowWrap: 'anywhere' }}>{said}</span>,
    timestamp: (
      <Small color={isNote ? 'inherit' : 'subdued'}>
        <At time={entry.at} />
      </Small>
    ),
    timelineAvatar: icon(sentence.iconName),
    timelineAvatarAriaLabel: entry.kind.replaceAll('_', ' '),
    ...(isNote
      ? {
          children: (
            <EuiText size="s">
              <WholeText text={sentence.quote ?? ''} />
            </EuiText>
          ),
        }
      : {}),
  };
}
