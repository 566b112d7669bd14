import type { Notice } from './notify.ts';

export type NotificationPermission = 'granted' | 'denied' | 'not-asked' | 'not-possible';

/** What the system lets this page do. */
export function notificationPermission(): NotificationPermission {
  if (typeof Notification === 'undefined') return 'not-possible';
  return Notification.permission === 'default' ? 'not-asked' : Notification.permission;
}

/** Only right after a click: browsers ask for nothing else. */
export async function askForNotifications(): Promise<NotificationPermission> {
  if (notificationPermission() === 'not-asked') await Notification.requestPermission();
  return notificationPermission();
}

/** Shows it if that is allowed; a click raises the window and goes where it points. */
export function showNotification({ title, body, tag, go }: Notice, raise: () => void): void {
  if (notificationPermission() !== 'granted') return;
  const notification = new Notification(title, { body, tag });
  notification.addEventListener('click', () => {
    raise();
    go();
    notification.close();
  });
}
