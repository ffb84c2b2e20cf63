// Owners of GL names (move-only), and the few calls that every pass repeats. Private to render.
#pragma once

#include <epoxy/gl.h>

#include <glm/vec4.hpp>
#include <map>
#include <string>
#include <utility>

#include "core/result.h"

namespace attune::gl {

template <void (*destroy)(GLuint)>
class Name {
 public:
  Name() = default;
  explicit Name(GLuint value) : value_(value) {}
  Name(Name&& other) noexcept : value_(std::exchange(other.value_, 0)) {}
  Name& operator=(Name&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~Name() {
    if (value_) destroy(value_);
  }
  GLuint get() const { return value_; }
  explicit operator bool() const { return value_ != 0; }

 private:
  GLuint value_ = 0;
};

inline void destroy_buffer(GLuint n) { glDeleteBuffers(1, &n); }
inline void destroy_texture(GLuint n) { glDeleteTextures(1, &n); }
inline void destroy_framebuffer(GLuint n) { glDeleteFramebuffers(1, &n); }
inline void destroy_renderbuffer(GLuint n) { glDeleteRenderbuffers(1, &n); }
inline void destroy_vertex_array(GLuint n) { glDeleteVertexArrays(1, &n); }
inline void destroy_program(GLuint n) { glDeleteProgram(n); }
inline void destroy_shader(GLuint n) { glDeleteShader(n); }

using Buffer = Name<destroy_buffer>;
using Texture = Name<destroy_texture>;
using Framebuffer = Name<destroy_framebuffer>;
using Renderbuffer = Name<destroy_renderbuffer>;
using VertexArray = Name<destroy_vertex_array>;
using ProgramName = Name<destroy_program>;
using ShaderName = Name<destroy_shader>;

inline Buffer make_buffer() { GLuint n = 0; glGenBuffers(1, &n); return Buffer(n); }
inline Texture make_texture() { GLuint n = 0; glGenTextures(1, &n); return Texture(n); }
inline Framebuffer make_framebuffer() { GLuint n = 0; glGenFramebuffers(1, &n); return Framebuffer(n); }
inline Renderbuffer make_renderbuffer() { GLuint n = 0; glGenRenderbuffers(1, &n); return Renderbuffer(n); }
inline VertexArray make_vertex_array() { GLuint n = 0; glGenVertexArrays(1, &n); return VertexArray(n); }

struct Shader {
  ProgramName program;
  std::map<std::string, GLint> uniforms;
  GLint at(const char* name) const {
    const auto found = uniforms.find(name);
    return found == uniforms.end() ? -1 : found->second;
  }
};

inline void set(GLint where, glm::vec4 v) { glUniform4f(where, v.x, v.y, v.z, v.w); }

// Whole shader text (prelude + frame block + tone functions + file). Attributes are bound in the order given.
Result<Shader> link_shader(const std::string& name, const std::string& vertex, const std::string& fragment,
                           std::initializer_list<const char*> attributes);

}  // namespace attune::gl
