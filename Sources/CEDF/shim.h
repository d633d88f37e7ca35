#pragma once
#include <edflib.h>

/* The header's struct has 640 signals of their own: too large for a stack, and never needed. */

/* Opens a file; gives its handle, or one of the library's error codes. */
static inline int vigil_edf_open(const char *path, int annotations, int *signals, long long *notes) {
  struct edf_hdr_struct *header = (struct edf_hdr_struct *)calloc(1, sizeof *header);
  if (!header) return EDFLIB_MALLOC_ERROR;
  int result = edfopen_file_readonly(path, header, annotations);
  result = result ? header->filetype : header->handle;
  *signals = header->edfsignals;
  *notes = header->annotations_in_file;
  free(header);
  return result;
}

/* Reads an annotation into a text of EDFLIB_MAX_ANNOTATION_LEN + 1 bytes; 0 where it is there. */
static inline int vigil_edf_annotation(
    int handle, int number, long long *onset, long long *duration, char *text) {
  struct edf_annotation_struct annotation;
  if (edf_get_annotation(handle, number, &annotation)) return -1;
  *onset = annotation.onset;
  *duration = annotation.duration_l;
  memcpy(text, annotation.annotation, sizeof annotation.annotation);
  text[EDFLIB_MAX_ANNOTATION_LEN] = 0;
  return 0;
}
