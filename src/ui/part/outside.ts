/** A click beside a dialog, on what it stands before. */
export function outside(onclick: () => void): (dialog: HTMLDialogElement) => void {
  return (dialog) => {
    // Where it began counts: text may be selected from the inside out.
    dialog.addEventListener('pointerdown', ({ clientX, clientY, target }) => {
      const { left, right, top, bottom } = dialog.getBoundingClientRect()
      const isInside = clientX >= left && clientX <= right && clientY >= top && clientY <= bottom
      if (target === dialog && !isInside) onclick()
    })
  }
}
