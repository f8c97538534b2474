'use strict';

// A narration by the microphone. What browsers record (WebM, MP4) is made a WAV file here, which the service takes.

const RATE = 32000;
const HEADER = 44;

export const canRecord = () => Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);

/** Begins; resolves to what ends it, which resolves to a WAV file. Rejects if the microphone is not to be had. */
export async function record() {
  const sound = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
  const recorder = new MediaRecorder(sound);
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.start(1000);
  return () => new Promise((resolve, reject) => {
    recorder.onstop = () => {
      sound.getTracks().forEach((track) => track.stop());
      wav(new Blob(parts)).then(resolve, reject);
    };
    recorder.stop();
  });
}

/** One channel with 16 bits a sample; ten minutes have 38 MB. */
async function wav(blob) {
  const context = new OfflineAudioContext(1, 1, RATE);
  const sound = await context.decodeAudioData(await blob.arrayBuffer());
  const samples = sound.getChannelData(0);
  const bytes = new ArrayBuffer(HEADER + 2 * samples.length);
  const view = new DataView(bytes);
  const text = (at, word) => [...word].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  text(0, 'RIFF');
  view.setUint32(4, bytes.byteLength - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, 2 * RATE, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, 2 * samples.length, true);
  for (let index = 0; index < samples.length; index++) {
    view.setInt16(HEADER + 2 * index, Math.round(32767 * Math.max(-1, Math.min(1, samples[index]))), true);
  }
  return new File([bytes], 'narration.wav', { type: 'audio/wav' });
}
