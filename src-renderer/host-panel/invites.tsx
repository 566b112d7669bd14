import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Maximize2, TicketPlus } from 'lucide-react';
import { useStore } from 'zustand';
import type { HostStatus, InviteOfRoom } from '../../src-shared/bridge/host.ts';
import type { GivenRole } from '../../src-shared/protocol/roles.ts';
import { spokenCode } from '../../src-shared/invite/spoken-code.ts';
import { useFormat } from '../i18n/format.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { copyText, CopyButton } from '../ui/copy-button.tsx';
import { QrCode } from '../ui/qr-code.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { Select } from '../ui/select.tsx';
import { useAnswer } from '../ui/use-answer.ts';
import { useNow } from '../window/app-context.tsx';
import type { HostStore, NewInvite } from './host-store.ts';
import { Projector } from './projector.tsx';
import panel from './host-panel.module.css';
import styles from './invites.module.css';

const hourMs = 60 * 60_000;
const lifetimes = { hour: hourMs, day: 24 * hourMs, week: 7 * 24 * hourMs, always: undefined };
const counts = { one: 1, class: 30, any: undefined };
const roles = ['member', 'guest'] as const satisfies readonly GivenRole[];
type Choices = {
  role: (typeof roles)[number];
  lifetime: keyof typeof lifetimes;
  count: keyof typeof counts;
};

export type InvitesProps = { store: HostStore; status: HostStatus };

/** The room's invites: a new one, the newest to hand on, and all that were made. */
export function Invites({ store, status }: InvitesProps) {
  const { t } = useTranslation();
  const { invites } = useStore(store);
  const now = useNow();
  const people = status.connections.map(({ name }) => name ?? '').join();
  useEffect(() => {
    // Somebody may have come by one of them.
    void store.loadInvites();
  }, [store, people]);
  const newest = invites?.find((invite) => isInForce(invite, now));
  return (
    <section className={panel.section}>
      <h3 className={panel.heading}>{t('invites.title')}</h3>
      <p className={panel.text}>{t('invites.text')}</p>
      <NewInviteForm store={store} isFirst={!newest} />
      {newest ? <HandOn link={newest.link} status={status} /> : null}
      {invites && invites.length > 0 ? <InviteList store={store} invites={invites} /> : null}
    </section>
  );
}

function NewInviteForm({ store, isFirst }: { store: HostStore; isFirst: boolean }) {
  const { t } = useTranslation();
  const [choices, setChoices] = useState<Choices>({
    role: 'member',
    lifetime: 'week',
    count: 'any',
  });
  const { busy, refusal, run } = useAnswer();
  const [isCopied, setCopied] = useState(false);
  const make = async () => {
    setCopied(false);
    await run(async () => {
      const made = await store.makeInvite(wantedOf(choices));
      if (made.ok) setCopied(await copyText(made.value.link));
      return made;
    });
  };
  return (
    <div className={styles.form}>
      <Button
        look={isFirst ? 'primary' : 'secondary'}
        icon={<TicketPlus size={16} />}
        busy={busy}
        onClick={() => void make()}
      >
        {t('invites.make')}
      </Button>
      <div className={styles.choices}>
        <Select
          label={t('invites.role')}
          value={choices.role}
          options={roles.map((value) => ({ value, label: t(`invites.role_${value}`) }))}
          onValue={(role) => setChoices({ ...choices, role })}
        />
        <Select
          label={t('invites.lifetime')}
          value={choices.lifetime}
          options={keysOf(lifetimes).map((value) => ({
            value,
            label: t(`invites.lifetime_${value}`),
          }))}
          onValue={(lifetime) => setChoices({ ...choices, lifetime })}
        />
        <Select
          label={t('invites.count')}
          value={choices.count}
          options={keysOf(counts).map((value) => ({ value, label: t(`invites.count_${value}`) }))}
          onValue={(count) => setChoices({ ...choices, count })}
        />
      </div>
      <output className={panel.text}>{isCopied ? t('invites.copied') : null}</output>
      {refusal ? <Callout kind="error">{refusalText(t, refusal)}</Callout> : null}
    </div>
  );
}

/** One invite by every way that it can be handed on. */
function HandOn({ link, status }: { link: string; status: HostStatus }) {
  const { t } = useTranslation();
  const [isLarge, setLarge] = useState(false);
  return (
    <div className={styles.card}>
      <div className={panel.best}>
        <code className={styles.link}>{link}</code>
        <CopyButton text={link} label={t('invites.copy')} size="medium" />
      </div>
      <div className={panel.qr}>
        <QrCode className={panel.code} text={link} label={t('invites.qr')} />
        <div className={styles.ways}>
          <p className={panel.text}>{t('invites.qrText')}</p>
          <Button size="small" icon={<Maximize2 size={16} />} onClick={() => setLarge(true)}>
            {t('invites.large')}
          </Button>
        </div>
      </div>
      <Code status={status} />
      {isLarge ? <Projector link={link} status={status} onClose={() => setLarge(false)} /> : null}
    </div>
  );
}

function Code({ status }: { status: HostStatus }) {
  const { t } = useTranslation();
  return (
    <p className={panel.text}>
      {t('invites.code')} <strong className={styles.spoken}>{spokenCode(status.pin)}</strong>
      <br />
      {t('invites.codeText')}
    </p>
  );
}

function InviteList({ store, invites }: { store: HostStore; invites: readonly InviteOfRoom[] }) {
  const { t } = useTranslation();
  const id = useId();
  const { refusal, run } = useAnswer();
  return (
    <div className={styles.list}>
      <h4 id={id} className={panel.heading}>
        {t('invites.list')}
      </h4>
      <ul className={panel.addresses} aria-labelledby={id}>
        {invites.map((invite) => (
          <OneInvite
            key={invite.invite}
            invite={invite}
            onRevoke={() => void run(() => store.revokeInvite(invite.invite))}
          />
        ))}
      </ul>
      {refusal ? <Callout kind="error">{refusalText(t, refusal)}</Callout> : null}
    </div>
  );
}

function OneInvite({ invite, onRevoke }: { invite: InviteOfRoom; onRevoke: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { role, madeAt, expiresAt, uses, used, names, link } = invite;
  const made = t('invites.made', { time: format.brief(madeAt, now) });
  const more = used - names.length;
  return (
    <li>
      <span className={panel.address}>
        <span>{[made, t(`invites.role_${role}`)].join(' · ')}</span>
        <span className={panel.scope}>
          {[
            endOf(invite, now) ??
              (expiresAt === undefined
                ? t('invites.lifetime_always')
                : t('invites.until', { time: format.dateTime(expiresAt) })),
            uses === undefined
              ? t('invites.used', { count: used })
              : t('invites.usedOf', { used, uses }),
          ].join(' · ')}
        </span>
        {names.length > 0 ? (
          <span className={styles.names}>
            {format.list(more > 0 ? [...names, t('invites.more', { count: more })] : names)}
          </span>
        ) : null}
      </span>
      {isInForce(invite, now) ? (
        <CopyButton text={link} label={`${t('invites.copy')}: ${made}`} />
      ) : null}
      <Button
        size="small"
        look="danger-quiet"
        aria-label={`${t('invites.revoke')}: ${made}`}
        onClick={onRevoke}
      >
        {t('invites.revoke')}
      </Button>
    </li>
  );

  function endOf(one: InviteOfRoom, at: number): string | undefined {
    if (one.expiresAt !== undefined && one.expiresAt <= at) return t('invites.ended');
    return one.uses !== undefined && one.used >= one.uses ? t('invites.usedUp') : undefined;
  }
}

function isInForce({ expiresAt, uses, used }: InviteOfRoom, now: number): boolean {
  return (expiresAt === undefined || expiresAt > now) && (uses === undefined || used < uses);
}

function wantedOf({ role, lifetime, count }: Choices): NewInvite {
  const lifetimeMs = lifetimes[lifetime];
  const uses = counts[count];
  return {
    role,
    ...(lifetimeMs === undefined ? {} : { lifetimeMs }),
    ...(uses === undefined ? {} : { uses }),
  };
}

function keysOf<K extends string>(table: Readonly<Record<K, unknown>>): K[] {
  return Object.keys(table) as K[];
}
