/** Of members and rooms. */
export const pictures = {
  choose: 'Choose a picture',
  change: 'Another picture',
  remove: 'Remove the picture',
  /** The title of the window in which that is done. */
  crop: 'Which part is shown?',
  part: 'The picture under its frame',
  cropHint: 'Drag the picture or use the arrow keys. Zoom with the wheel, two fingers, or + and −.',
  zoom: 'Zoom',
  use: 'Use this picture',
  ofRoom: 'Picture of the room',
};
