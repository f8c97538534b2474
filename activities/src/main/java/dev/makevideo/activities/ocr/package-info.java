/**
 * Text in pictures: detection and recognition with the PP-OCR models (version 4) on ONNX Runtime,
 * in this process. Knows pixels only, nothing of clips or jobs.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.activities.ocr;
