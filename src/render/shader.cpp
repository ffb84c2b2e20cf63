#include <vector>

#include "core/text.h"
#include "render/gl_objects.h"

namespace attune::gl {

namespace {
Result<ShaderName> compile(const std::string& name, GLenum kind, const std::string& source) {
  const char* prelude = epoxy_is_desktop_gl() ? "#version 330 core\n"
                                              : "#version 300 es\nprecision highp float;\nprecision highp int;\n"
                                                "precision highp sampler2D;\n";
  const char* texts[] = {prelude, "#line 1\n", source.c_str()};
  ShaderName shader(glCreateShader(kind));
  glShaderSource(shader.get(), 3, texts, nullptr);
  glCompileShader(shader.get());
  GLint fine = 0;
  glGetShaderiv(shader.get(), GL_COMPILE_STATUS, &fine);
  if (fine) return shader;
  std::vector<char> log(4096);
  glGetShaderInfoLog(shader.get(), static_cast<GLsizei>(log.size()), nullptr, log.data());
  return Error{sentence("shader_not_compiled", {{"log", log.data()}}), "shaders/" + name,
               sentence("shader_fault"), ExitCode::no_graphics};
}
}  // namespace

Result<Shader> link_shader(const std::string& name, const std::string& vertex, const std::string& fragment,
                           std::initializer_list<const char*> attributes) {
  auto vertex_shader = compile(name + ".vert.glsl", GL_VERTEX_SHADER, vertex);
  if (!vertex_shader) return vertex_shader.errors();
  auto fragment_shader = compile(name + ".frag.glsl", GL_FRAGMENT_SHADER, fragment);
  if (!fragment_shader) return fragment_shader.errors();
  Shader shader;
  shader.program = ProgramName(glCreateProgram());
  const GLuint program = shader.program.get();
  glAttachShader(program, vertex_shader->get());
  glAttachShader(program, fragment_shader->get());
  GLuint location = 0;
  for (const char* attribute : attributes) glBindAttribLocation(program, location++, attribute);
  glLinkProgram(program);
  GLint fine = 0;
  glGetProgramiv(program, GL_LINK_STATUS, &fine);
  if (!fine) {
    std::vector<char> log(4096);
    glGetProgramInfoLog(program, static_cast<GLsizei>(log.size()), nullptr, log.data());
    return Error{sentence("shader_not_linked", {{"log", log.data()}}), "shaders/" + name,
                 sentence("shader_fault"), ExitCode::no_graphics};
  }
  GLint count = 0;
  glGetProgramiv(program, GL_ACTIVE_UNIFORMS, &count);
  for (GLint i = 0; i < count; ++i) {
    char uniform[128];
    GLint size = 0;
    GLenum type = 0;
    glGetActiveUniform(program, static_cast<GLuint>(i), sizeof uniform, nullptr, &size, &type, uniform);
    const GLint where = glGetUniformLocation(program, uniform);
    if (where >= 0) shader.uniforms[uniform] = where;
  }
  const GLuint block = glGetUniformBlockIndex(program, "Frame");
  if (block != GL_INVALID_INDEX) glUniformBlockBinding(program, block, 0);
  return shader;
}

}  // namespace attune::gl
