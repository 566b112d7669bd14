import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Laptop } from 'lucide-react';
import type { RoomInside } from '../../src-shared/bridge/rooms.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Device } from '../../src-shared/protocol/devices.ts';
import { useFormat } from '../i18n/format.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Dialog, DialogBody, Question } from '../ui/dialog.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { useAnswer } from '../ui/use-answer.ts';
import { useAppStores, useNow } from '../window/app-context.tsx';
import styles from './devices-dialog.module.css';

type DevicesDialogProps = { room: RoomInside; onClose: () => void };

/** The computers from which one comes into a room under this name; signs out at others after a question. */
export function DevicesDialog({ room, onClose }: DevicesDialogProps) {
  const { t } = useTranslation();
  const { bridge } = useAppStores();
  const [devices, setDevices] = useState<readonly Device[]>();
  const [asked, setAsked] = useState<Device>();
  const { busy, refusal, run } = useAnswer();
  const { room: id, name: roomName, ownName: name, hasPassword } = room;
  const [unread, setUnread] = useState<Refusal>();
  useEffect(() => {
    void bridge.request('device/list', { room: id }).then((answer) => {
      if (answer.ok) setDevices(answer.value);
      else setUnread(answer.refusal);
    });
  }, [bridge, id]);
  const end = async (device: Device) => {
    await run(async () => {
      const answer = await bridge.request('device/end', { room: id, device: device.device });
      if (answer.ok) setDevices(answer.value);
      return answer;
    });
    setAsked(undefined);
  };
  const problem = refusal ?? unread;
  if (asked) {
    const computer = asked.computer ?? t('access.device');
    return (
      <Question
        title={t('access.deviceEndTitle', { computer })}
        text={t(hasPassword ? 'access.deviceEndText' : 'access.deviceEndTextNone', { name })}
        action={t('access.deviceEnd')}
        busy={busy}
        onClose={() => setAsked(undefined)}
        onConfirm={() => void end(asked)}
      />
    );
  }
  return (
    <Dialog
      title={t('access.devicesTitle', { name })}
      description={t('access.devicesText', { name, room: roomName })}
      onClose={onClose}
      actions={<Button onClick={onClose}>{t('ui.close')}</Button>}
    >
      <DialogBody>
        {devices ? (
          <ul className={styles.list}>
            {devices.map((device) => (
              <OneDevice key={device.device} device={device} onEnd={() => setAsked(device)} />
            ))}
          </ul>
        ) : (
          <p className={styles.facts}>{unread ? null : t('access.devicesLooking')}</p>
        )}
        {problem ? <Callout kind="error">{refusalText(t, problem)}</Callout> : null}
      </DialogBody>
    </Dialog>
  );
}

function OneDevice({ device, onEnd }: { device: Device; onEnd: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { since, lastSeenAt, isIn, isOwn } = device;
  const computer = device.computer ?? t('access.device');
  const facts = [
    isOwn && t('access.deviceOwn'),
    isIn && t('access.deviceIn'),
    t('access.deviceSince', { time: format.brief(since, now) }),
    !isIn && t('access.deviceSeen', { time: format.brief(lastSeenAt, now) }),
  ].filter((fact) => fact !== false);
  return (
    <li className={styles.device}>
      <Laptop size={20} aria-hidden="true" />
      <div className={styles.words}>
        <bdi className={styles.name}>{computer}</bdi>
        <span className={styles.facts}>{facts.join(' · ')}</span>
      </div>
      {isOwn ? null : (
        <Button
          size="small"
          look="danger-quiet"
          aria-label={t('access.deviceEndWho', { computer })}
          onClick={onEnd}
        >
          {t('access.deviceEnd')}
        </Button>
      )}
    </li>
  );
}
