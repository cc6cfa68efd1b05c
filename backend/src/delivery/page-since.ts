/**
 * Since when somebody is to be told by a run `e` that an alert began: since that was received, or since the first step is
 * due where that is delayed; later by as much as its people want to be told later, or are held; and not before what holds
 * the run is over.
 */
export const PAGE_SINCE = `
  left join lateral (
    select l.received_at from ledger_entries l
     where l.incident_id = e.incident_id and l.received_at <= e.created_at and l.received_at > e.created_at - interval '1 hour'
       and l.outcome in ('opened', 'reopened')
     order by l.received_at desc limit 1) l on true
  left join escalation_steps s on s.escalation_id = e.id and s.round = 1 and s.step = 1
  left join lateral (
    select min(d.planned_for - d.created_at) as delay, count(*) as count,
           count(*) filter (where d.status = 'suppressed') as suppressed
      from notifications n
      join deliveries d on d.notification_id = n.id
     where n.escalation_id = e.id and n.round = 1 and n.step = 1) w on true
  cross join lateral (
    select greatest(case when s.due_at > e.created_at then s.due_at else coalesce(l.received_at, e.created_at) end
             + coalesce(w.delay, interval '0'),
             case when e.hold_kind is not null then coalesce(e.hold_over_at, 'infinity') end) as since,
           coalesce(s.reason = 'nobody_notified', false) or coalesce(e.end_reason = 'no_policy', false) as nobody) p`;
