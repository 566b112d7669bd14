/** Of members and rooms. */
export const pictures = {
  choose: 'Choose a picture',
  change: 'Another picture',
  remove: 'Remove the picture',
  ofRoom: 'Picture of the room',
};
