import { UserRoundPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { KnockView } from '../../src-shared/bridge/knocks.ts';
import { Button } from '../ui/button.tsx';
import { useAnswer } from '../ui/use-answer.ts';
import { refusalText } from '../ui/refusal-text.ts';
import { useAppStores } from '../window/app-context.tsx';
import { useRoom } from './room-context.tsx';
import styles from './knock-lines.module.css';

/** So many stand above the conversation; the others are counted. */
const mostShown = 3;

/** Who waits to be let in, for those who may answer: above whatever one reads in the room. */
export function KnockLines() {
  const { t } = useTranslation();
  const knocks = useRoom((state) => state.room?.knocks);
  const more = (knocks?.length ?? 0) - mostShown;
  return (
    <div role="status">
      {knocks && knocks.length > 0 ? (
        <ul className={styles.list} aria-label={t('access.knocks')}>
          {knocks.slice(0, mostShown).map((knock) => (
            <OneKnock key={knock.knock} knock={knock} />
          ))}
          {more > 0 ? (
            <li className={styles.more}>{t('access.knockMore', { count: more })}</li>
          ) : null}
        </ul>
      ) : null}
    </div>
  );
}

function OneKnock({ knock: { knock, name, address, scope } }: { knock: KnockView }) {
  const { t } = useTranslation();
  const { bridge } = useAppStores();
  const room = useRoom((state) => state.room?.room);
  const { busy, refusal, run } = useAnswer();
  const answer = (letIn: boolean) =>
    void run(async () =>
      room ? bridge.request('knock/answer', { room, knock, letIn }) : { ok: true, value: null },
    );
  const place = scope && t(`access.place_${scope}`);
  return (
    <li className={styles.knock}>
      <UserRoundPlus size={18} aria-hidden="true" />
      <p className={styles.words}>
        <strong>{t('access.knock', { name })}</strong>
        {place && address ? (
          <span className={styles.from}>
            {scope === 'loopback' ? place : t('access.knockFrom', { place, address })}
          </span>
        ) : null}
        {refusal ? <span role="alert">{refusalText(t, refusal)}</span> : null}
      </p>
      <Button
        size="small"
        aria-label={t('access.turnAwayWho', { name })}
        onClick={() => answer(false)}
      >
        {t('access.turnAway')}
      </Button>
      <Button
        size="small"
        look="primary"
        busy={busy}
        aria-label={t('access.letInWho', { name })}
        onClick={() => answer(true)}
      >
        {t('access.letIn')}
      </Button>
    </li>
  );
}
