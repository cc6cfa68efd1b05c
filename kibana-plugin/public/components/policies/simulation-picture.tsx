import { EuiBadge, EuiIcon, transparentize, useEuiFontSize, useEuiTheme } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { SimulationAnswer } from 'incident-core';
import type { ReactElement, ReactNode } from 'react';
import { shortAge } from '../age';
import { AlertText } from '../alert-text';
import { icon } from '../icon';
import { channelText } from '../incident/reasons';
import { Small } from '../small';
import { isolate } from '../text';
import { dayAndTime, timeOf } from '../time/zone';
import type { Band, Mark, Picture, Row } from './picture';
import { TargetText } from './targets';

interface SimulationPictureProps {
  readonly answer: SimulationAnswer;
  readonly picture: Picture;
  readonly zone: string;
}

const LABEL_WIDTH = 150;
const LEAST_WIDTH = 128;

/** The passages from left to right, as time goes on, and below them who is told what by which way. */
export function SimulationPicture({ answer, picture, zone }: SimulationPictureProps): ReactElement {
  const { euiTheme } = useEuiTheme();
  const { bands, rows } = picture;
  const columns = bands.map(({ weight }) => `minmax(${LEAST_WIDTH}px, ${weight}fr)`).join(' ');
  const hasUntold = bands.some(({ passage }) => passage.not_told.length > 0);
  const template = `${LABEL_WIDTH}px ${columns} ${answer.ends ? '96px' : ''}`;
  return (
    <div
      // What is wider than the page is reached with the keyboard too.
      tabIndex={0}
      role="group"
      aria-label={i18n.translate('incidents.simulation.picture', { defaultMessage: 'Who would be told, over time' })}
      css={{ overflowX: 'auto', border: euiTheme.border.thin, borderRadius: euiTheme.border.radius.medium }}
      data-test-subj="incidentsSimulation"
    >
      <div css={{ display: 'grid' }} style={{ gridTemplateColumns: template }}>
        <Cell isHead />
        {bands.map((band) => (
          <BandHead
            key={`${band.passage.round} ${band.passage.step}`}
            band={band}
            start={Date.parse(answer.at)}
            zone={zone}
          />
        ))}
        {answer.ends && <EndHead ends={answer.ends} zone={zone} />}
        {rows.map((row) => (
          <RowCells key={row.id} row={row} bands={bands} hasEnd={answer.ends !== null} zone={zone} />
        ))}
        {hasUntold && <UntoldCells bands={bands} hasEnd={answer.ends !== null} />}
      </div>
    </div>
  );
}

interface CellProps {
  readonly isHead?: boolean;
  readonly isLoud?: boolean;
  /** With the line of a row, on which its marks stand. */
  readonly isLine?: boolean;
  readonly children?: ReactNode;
}

function Cell({ isHead = false, isLoud = false, isLine = false, children }: CellProps): ReactElement {
  const { euiTheme } = useEuiTheme();
  const size = useEuiFontSize('xs');
  return (
    <div
      css={[
        size,
        {
          minWidth: 0,
          padding: 8,
          borderInlineStart: euiTheme.border.thin,
          borderBlockStart: isHead ? undefined : euiTheme.border.thin,
          marginInlineStart: -1,
          ...(isLine
            ? {
                backgroundImage: `linear-gradient(${euiTheme.colors.mediumShade} 0 0)`,
                backgroundSize: '100% 2px',
                backgroundPosition: '0 17px',
                backgroundRepeat: 'no-repeat',
              }
            : {}),
          backgroundColor: isLoud
            ? transparentize(euiTheme.colors.danger, 0.1)
            : isHead
              ? euiTheme.colors.lightestShade
              : undefined,
        },
      ]}
    >
      {children}
    </div>
  );
}

function BandHead({ band, start, zone }: { readonly band: Band; readonly start: number; readonly zone: string }) {
  const { round, step, reaches_nobody: isLoud } = band.passage;
  const values = { round, step, age: shortAge(band.from - start) };
  return (
    <Cell isHead isLoud={isLoud}>
      <div>
        <strong>
          {i18n.translate('incidents.simulation.step', { defaultMessage: 'Round {round}, step {step}', values })}
        </strong>
      </div>
      <div>{dayAndTime(band.from, zone)}</div>
      <div>
        {band.from === start
          ? i18n.translate('incidents.simulation.atOnce', { defaultMessage: 'at once' })
          : i18n.translate('incidents.simulation.after', { defaultMessage: 'after {age}', values })}
      </div>
      {isLoud && (
        <EuiBadge color="danger" iconType={icon('alert')}>
          {i18n.translate('incidents.simulation.nobody', { defaultMessage: 'reaches nobody' })}
        </EuiBadge>
      )}
    </Cell>
  );
}

function EndHead({ ends, zone }: { readonly ends: NonNullable<SimulationAnswer['ends']>; readonly zone: string }) {
  return (
    <Cell isHead isLoud>
      <strong>
        {ends.kind === 'exhausted'
          ? i18n.translate('incidents.simulation.exhausted', { defaultMessage: 'Run out' })
          : i18n.translate('incidents.simulation.noPolicy', { defaultMessage: 'No policy' })}
      </strong>
      <div>{dayAndTime(Date.parse(ends.at), zone)}</div>
      {ends.starts_again_at !== null && (
        <div>
          {i18n.translate('incidents.simulation.again', {
            defaultMessage: 'again at {time}',
            values: { time: timeOf(Date.parse(ends.starts_again_at), zone) },
          })}
        </div>
      )}
    </Cell>
  );
}

interface RowCellsProps {
  readonly row: Row;
  readonly bands: readonly Band[];
  readonly hasEnd: boolean;
  readonly zone: string;
}

function RowCells({ row: { recipient, onCall, marks }, bands, hasEnd, zone }: RowCellsProps): ReactElement {
  return (
    <>
      <Cell>
        <div>
          <strong>
            <TargetText type={recipient.type} name={recipient.name ?? undefined} />
          </strong>
        </div>
        {onCall && (
          <Small>
            {i18n.translate('incidents.simulation.onCall', {
              defaultMessage: 'on call in {schedule}',
              values: { schedule: isolate(onCall.schedule.name ?? '–', 60) },
            })}
          </Small>
        )}
      </Cell>
      {bands.map((_, band) => (
        <Cell key={band} isLine>
          {marks
            .filter((mark) => mark.band === band)
            .map((mark, index) => (
              <MarkBadge key={index} mark={mark} zone={zone} />
            ))}
        </Cell>
      ))}
      {hasEnd && <Cell isLine />}
    </>
  );
}

function MarkBadge({ mark, zone }: { readonly mark: Mark; readonly zone: string }): ReactElement {
  const { planned, offset } = mark;
  return (
    <div
      // Not so far that it would not fit any more.
      style={{ marginInlineStart: `${Math.min(offset, 0.5) * 100}%` }}
      css={{ marginBlockEnd: 4 }}
      data-test-subj="incidentsSimulatedMark"
    >
      <EuiBadge
        color={planned.configured ? (planned.hold ? 'warning' : 'primary') : 'danger'}
        title={planned.address ?? ''}
        css={{ maxWidth: '100%' }}
      >
        {markText(mark, zone)}
      </EuiBadge>
    </div>
  );
}

/** The way, and what is special about it. */
export function markText({ planned, delay, at }: Mark, zone: string): string {
  const values = { channel: channelText(planned.channel), delay: shortAge(delay), time: timeOf(at, zone) };
  if (!planned.configured) {
    return i18n.translate('incidents.simulation.mark.unsent', { defaultMessage: '{channel}: not set up', values });
  }
  if (planned.hold) {
    return i18n.translate('incidents.simulation.mark.held', { defaultMessage: '{channel}, held until {time}', values });
  }
  if (delay >= 60_000) {
    return i18n.translate('incidents.simulation.mark.later', { defaultMessage: '{channel}, {delay} later', values });
  }
  return values.channel;
}

/** Why somebody who is meant is not told. */
function UntoldCells({ bands, hasEnd }: { readonly bands: readonly Band[]; readonly hasEnd: boolean }): ReactElement {
  return (
    <>
      <Cell>
        <span css={{ display: 'inline-flex', gap: 4, alignItems: 'center' }}>
          <EuiIcon type={icon('bellSlash')} size="s" aria-hidden />
          {i18n.translate('incidents.simulation.untold', { defaultMessage: 'Not told' })}
        </span>
      </Cell>
      {bands.map(({ passage }, band) => (
        <Cell key={band}>
          {passage.not_told.map(({ target, words }) => (
            <div key={`${target.type} ${target.id}`} css={{ marginBlockEnd: 4 }} data-test-subj="incidentsSimulatedNot">
              <TargetText type={target.type} name={target.name ?? undefined} />
              <div>
                <Small color="danger">
                  <AlertText text={words} most={200} />
                </Small>
              </div>
            </div>
          ))}
        </Cell>
      ))}
      {hasEnd && <Cell />}
    </>
  );
}
