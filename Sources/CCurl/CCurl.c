#define _GNU_SOURCE  // pthread_setname_np

#include "CCurl.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

void ccurl_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }

static bool grow(ccurl_buffer *buffer, size_t more) {
  if (more > buffer->max - buffer->count) {
    buffer->is_over = true;
    return false;
  }
  size_t needed = buffer->count + more;
  if (needed <= buffer->capacity) return true;
  size_t capacity = buffer->capacity == 0 ? 4096 : buffer->capacity;
  while (capacity < needed) capacity *= 2;
  unsigned char *bytes = realloc(buffer->bytes, capacity);
  if (bytes == NULL) return false;
  buffer->bytes = bytes;
  buffer->capacity = capacity;
  return true;
}

static size_t append(ccurl_buffer *buffer, const char *bytes, size_t count) {
  if (!grow(buffer, count)) return 0;
  memcpy(buffer->bytes + buffer->count, bytes, count);
  buffer->count += count;
  return count;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
  ccurl_exchange *exchange = context;
  return append(&exchange->body, bytes, size * count);
}

static size_t take_head(char *bytes, size_t size, size_t count, void *context) {
  ccurl_exchange *exchange = context;
  // A status line starts another answer: what came before it was an interim one (100, 103).
  if (size * count >= 5 && memcmp(bytes, "HTTP/", 5) == 0) exchange->head.count = 0;
  return append(&exchange->head, bytes, size * count);
}

static size_t give_body(char *target, size_t size, size_t count, void *context) {
  ccurl_exchange *exchange = context;
  size_t left = exchange->upload_count - exchange->upload_given;
  size_t given = left < size * count ? left : size * count;
  if (given > 0) memcpy(target, exchange->upload + exchange->upload_given, given);
  exchange->upload_given += given;
  return given;
}

ccurl_exchange *ccurl_exchange_make(size_t head_max, size_t body_max) {
  ccurl_exchange *exchange = calloc(1, sizeof *exchange);
  if (exchange == NULL) return NULL;
  exchange->head.max = head_max;
  exchange->body.max = body_max;
  return exchange;
}

void ccurl_exchange_free(ccurl_exchange *exchange) {
  if (exchange == NULL) return;
  free(exchange->head.bytes);
  free(exchange->body.bytes);
  free(exchange->upload);
  free(exchange);
}

CURLcode ccurl_set_number(CURL *easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}

CURLcode ccurl_set_text(CURL *easy, CURLoption option, const char *value) {
  return curl_easy_setopt(easy, option, value);
}

CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(easy, option, value);
}

CURLMcode ccurl_multi_set_number(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}

long ccurl_number(CURL *easy, CURLINFO info) {
  long value = 0;
  return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}

long long ccurl_large_number(CURL *easy, CURLINFO info) {
  curl_off_t value = 0;
  return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? (long long)value : 0;
}

CURLcode ccurl_attach(CURL *easy, ccurl_exchange *exchange) {
  CURLcode code = curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
  if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_WRITEDATA, exchange);
  if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_head);
  if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_HEADERDATA, exchange);
  if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, exchange->message);
  return code;
}

CURLcode ccurl_body_repeatable(CURL *easy, const void *bytes, size_t count) {
  CURLcode code = curl_easy_setopt(easy, CURLOPT_POST, 1L);
  if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
  if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, count == 0 ? "" : bytes);
  return code;
}

CURLcode ccurl_body_once(CURL *easy, ccurl_exchange *exchange, const void *bytes, size_t count) {
  if (count == 0) return CURLE_BAD_FUNCTION_ARGUMENT;  // nothing to hold back: the caller asks for a fresh connection
  exchange->upload = malloc(count);
  if (exchange->upload == NULL) return CURLE_OUT_OF_MEMORY;
  memcpy(exchange->upload, bytes, count);
  exchange->upload_count = count;
  CURLcode code = curl_easy_setopt(easy, CURLOPT_POST, 1L);
  if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
  if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_READFUNCTION, give_body);
  if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_READDATA, exchange);
  return code;
}
