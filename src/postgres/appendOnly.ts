/** Names in a function mean those of PostgreSQL, whatever a role puts into a schema of its own. */
const here = 'set search_path = pg_catalog, pg_temp'

/**
 * The statements that make log, outbox, documents and amendments append-only, and the functions that may remove rows of log and
 * outbox, and seal personal data again.
 */
export const appendOnly: readonly string[] = [
  `create function baokao.reject_change() returns trigger language plpgsql ${here} as $f$
    begin
      raise exception 'baokao.% is append-only', tg_table_name using errcode = 'restrict_violation';
    end $f$`,
  // The setting alone is no protection, because every role may set it. Only the owner could also drop the triggers.
  `create function baokao.reject_removal() returns trigger language plpgsql ${here} as $f$
    begin
      if current_setting('baokao_removal.allowed', true) = 'yes' and pg_has_role(current_user,
          (select relowner from pg_catalog.pg_class where oid = tg_relid), 'usage') then
        return case tg_op when 'UPDATE' then new else old end;
      end if;
      raise exception 'baokao.% is append-only', tg_table_name using errcode = 'restrict_violation';
    end $f$`,
  `create trigger no_update before update of
      registration_id, revision, at, stored_at, library, type, key, digest, accepted, rule, fired, facts, event, chain
    on baokao.log for each row execute function baokao.reject_change()`,
  // Personal data and answers may be erased; only the owner may seal personal data again.
  `create trigger only_erase before update of personal, answer on baokao.log for each row
    when (new.personal is not null and old.personal::text is distinct from new.personal::text
      or new.answer is not null and new.answer is distinct from old.answer)
    execute function baokao.reject_removal()`,
  'create trigger no_delete before delete on baokao.log for each row execute function baokao.reject_removal()',
  'create trigger no_truncate before truncate on baokao.log for each statement execute function baokao.reject_change()',
  'create trigger no_update before update on baokao.outbox for each row execute function baokao.reject_change()',
  'create trigger no_delete before delete on baokao.outbox for each row execute function baokao.reject_removal()',
  `create trigger no_truncate before truncate on baokao.outbox
    for each statement execute function baokao.reject_change()`,
  // Every opening in the log refers to its exam and its notice.
  `create trigger no_change before update or delete on baokao.document
    for each row execute function baokao.reject_change()`,
  `create trigger no_truncate before truncate on baokao.document
    for each statement execute function baokao.reject_change()`,
  `create trigger no_change before update or delete on baokao.amendment
    for each row execute function baokao.reject_change()`,
  `create trigger no_truncate before truncate on baokao.amendment
    for each statement execute function baokao.reject_change()`,
  // `whole`: all entries and facts of registrations that are archived; their keys stay. Else the facts that every
  // consumer has handled, and the answers. The lock holds up a new consumer, which takes the facts that are there. Only
  // a superuser may attach a setting of this kind to the function itself.
  `create function baokao.remove(ids text[], stored_before timestamptz, whole boolean,
      out removed_entries int, out removed_facts int, out removed_answers int)
    language plpgsql ${here} as $f$
    begin
      removed_entries := 0;
      removed_answers := 0;
      lock table baokao.outbox in row exclusive mode;
      perform set_config('baokao_removal.allowed', 'yes', true);
      if whole then
        insert into baokao.archived_key (registration_id, key, digest, revision, rule)
        select l.registration_id, coalesce(l.key, ''), l.digest, l.revision, l.rule
        from baokao.log l where l.registration_id = any(ids) and l.digest is not null;
        update baokao.registration r set archived = r.revision, archived_chain = r.chain where r.id = any(ids);
        delete from baokao.log l where l.registration_id = any(ids);
        get diagnostics removed_entries = row_count;
        delete from baokao.outbox o where o.registration_id = any(ids);
        get diagnostics removed_facts = row_count;
      else
        delete from baokao.outbox o
        where o.registration_id = any(ids) and o.stored_at < stored_before and not exists (
          select from baokao.consumer c
          join baokao.delivery d on d.consumer = c.name and d.registration_id = o.registration_id and d.seq = o.seq);
        get diagnostics removed_facts = row_count;
        update baokao.log l set answer = null
        where l.registration_id = any(ids) and l.stored_at < stored_before and l.answer is not null;
        get diagnostics removed_answers = row_count;
      end if;
      perform set_config('baokao_removal.allowed', '', true);
    end $f$`,
  'revoke all on function baokao.remove(text[], timestamptz, boolean) from public',
  // What has changed since it was read, such as by an erasure, stays as it is.
  `create function baokao.reseal(ids text[], revisions int[], old text[], new text[]) returns int
    language plpgsql ${here} as $f$
    declare
      changed int;
    begin
      perform set_config('baokao_removal.allowed', 'yes', true);
      update baokao.log l set personal = i.new::json
      from unnest(ids, revisions, old, new) as i(id, revision, old, new)
      where l.registration_id = i.id and l.revision = i.revision and l.personal::text = i.old;
      get diagnostics changed = row_count;
      perform set_config('baokao_removal.allowed', '', true);
      return changed;
    end $f$`,
  'revoke all on function baokao.reseal(text[], int[], text[], text[]) from public',
]
