import { EuiText, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { UserAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { AlertText } from '../alert-text';
import { channelText } from '../incident/reasons';
import { People } from '../people';
import { Small } from '../small';

/** Who is told, and how they are reached. */
export function PeopleList(): ReactElement {
  return (
    <People
      caption={i18n.translate('incidents.people.caption', { defaultMessage: 'Responders, by name' })}
      columns={columns()}
      subject="incidentsPerson"
    />
  );
}

function columns(): readonly EuiBasicTableColumn<UserAnswer>[] {
  return [
    {
      field: 'contact_methods',
      name: i18n.translate('incidents.people.contacts', { defaultMessage: 'Contact methods' }),
      width: '36%',
      render: (_: unknown, user: UserAnswer) => <Contacts of={user} />,
    },
    {
      field: 'time_zone',
      name: i18n.translate('incidents.people.zone', { defaultMessage: 'Time zone' }),
      render: (_: unknown, { time_zone }: UserAnswer) => <AlertText text={time_zone} most={60} />,
    },
  ];
}

/** In the order in which they are used; only verified ones are. */
function Contacts({ of: { contact_methods } }: { readonly of: UserAnswer }): ReactElement {
  if (!contact_methods.some(({ verified }) => verified)) {
    return (
      <EuiText size="s" color="danger">
        {i18n.translate('incidents.people.unreachable', { defaultMessage: 'Cannot be told: no verified one' })}
      </EuiText>
    );
  }
  return (
    <ol>
      {contact_methods.map(({ id, channel, address, verified }) => (
        <li key={id}>
          <AlertText text={address} most={100} />{' '}
          <Small>
            {verified
              ? channelText(channel)
              : i18n.translate('incidents.people.unverified', {
                  defaultMessage: '{channel}, not verified',
                  values: { channel: channelText(channel) },
                })}
          </Small>
        </li>
      ))}
    </ol>
  );
}
