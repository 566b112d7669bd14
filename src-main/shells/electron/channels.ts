/** The channels between the windows and the app; there are no others. */
export const requestChannel = 'oda:request';
export const pushChannel = 'oda:push';
export const raiseChannel = 'oda:raise';
